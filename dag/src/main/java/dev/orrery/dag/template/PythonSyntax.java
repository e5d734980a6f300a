package dev.orrery.dag.template;

import com.hubspot.jinjava.el.ExtendedSyntaxBuilder;
import com.hubspot.jinjava.el.ext.ExtendedParser;
import com.hubspot.jinjava.lib.Importable;
import com.hubspot.jinjava.lib.exptest.ExpTestLibrary;
import com.hubspot.jinjava.lib.filter.FilterLibrary;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jinjava.de.odysseus.el.tree.impl.Builder;
import jinjava.de.odysseus.el.tree.impl.Parser;
import jinjava.de.odysseus.el.tree.impl.ast.AstBinary;
import jinjava.de.odysseus.el.tree.impl.ast.AstDot;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;

/** Jinjava's syntax with Python's operators. Public only because the expression factory makes it by its name. */
public final class PythonSyntax extends ExtendedSyntaxBuilder {
    private static final long serialVersionUID = 1L;

    private static final Set<String> FILTERS = Stream.concat(
                    new FilterLibrary(true, Set.of()).entries().stream(), Filters.all().stream())
            .map(Importable::getName)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> TESTS = new ExpTestLibrary(true, Set.of())
            .entries().stream().map(Importable::getName).collect(Collectors.toUnmodifiableSet());

    public PythonSyntax() {}

    public PythonSyntax(Builder.Feature... features) {
        super(features);
    }

    @Override
    protected Parser createParser(String expression) {
        return new PythonParser(this, expression);
    }

    private static final class PythonParser extends ExtendedParser {
        PythonParser(Builder context, String input) {
            super(context, input);
        }

        /** Jinjava takes an unknown filter or test for one that gives nothing. */
        @Override
        protected AstDot createAstDot(AstNode base, String property, boolean lvalue) {
            check(property, FILTER_PREFIX, "filter", FILTERS);
            check(property, EXPTEST_PREFIX, "test", TESTS);
            return super.createAstDot(base, property, lvalue);
        }

        private static void check(String property, String prefix, String what, Set<String> known) {
            if (property.startsWith(prefix) && !known.contains(property.substring(prefix.length()))) {
                String name = property.substring(prefix.length());
                throw new TemplateException("there is no " + what + " '" + name + "'", Unknown.remedy(name, known));
            }
        }

        @Override
        protected AstBinary createAstBinary(AstNode left, AstNode right, AstBinary.Operator operator) {
            return super.createAstBinary(left, right, PythonOperators.of(operator));
        }
    }
}
