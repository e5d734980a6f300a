package dev.orrery.dag.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.TruthyTypeConverter;
import com.hubspot.jinjava.interpret.AutoCloseableSupplier.AutoCloseableImpl;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.tree.output.RenderedOutputNode;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import jinjava.de.odysseus.el.ExpressionFactoryImpl;
import jinjava.de.odysseus.el.tree.TreeBuilder;
import jinjava.javax.el.ExpressionFactory;
import org.jspecify.annotations.Nullable;

/** Jinjava, bent to Jinja's meaning and shut in: no reflection, no files, no clock; bounded output, loops and depth. */
final class Engine extends Jinjava {
    private static final long LONGEST_OUTPUT = 1_000_000;
    private static final int LONGEST_LOOP = 10_000;
    private static final Set<String> NO_TAGS = Set.of("include", "import", "from", "extends", "block", "autoescape");

    private final ExpressionFactory expressions;

    Engine() {
        super(configuration(new PythonResolver(new Undefineds())));
        Properties properties = new Properties();
        properties.setProperty(TreeBuilder.class.getName(), PythonSyntax.class.getName());
        properties.setProperty(ExpressionFactoryImpl.PROP_CACHE_SIZE, "500");
        this.expressions = new ExpressionFactoryImpl(properties, new TruthyTypeConverter());
        Filters.all().forEach(this::registerFilter);
        registerExpTest(definedTest("defined", false));
        registerExpTest(definedTest("undefined", true));
        setResourceLocator((name, encoding, interpreter) -> {
            throw new TemplateException("a template cannot read '" + name + "'", "Put the text into the template.");
        });
    }

    @Override
    public ExpressionFactory getExpressionFactory() {
        return expressions;
    }

    String renderWith(Map<String, Object> names, String template) {
        Brackets.check(template);
        Undefineds undefineds = new Undefineds();
        Context context = new Context(getGlobalContext(), names, Map.of(Context.Library.TAG, NO_TAGS));
        context.setDynamicVariableResolver(name -> undefineds.name(name, names.keySet()));
        context.setExpressionStrategy((token, interpreter) -> new RenderedOutputNode(
                PyText.str(interpreter.resolveELExpression(token.getExpr(), interpreter.getLineNumber()))));
        JinjavaInterpreter interpreter =
                new JinjavaInterpreter(this, context, configuration(new PythonResolver(undefineds)));
        try (AutoCloseableImpl<JinjavaInterpreter> _ =
                JinjavaInterpreter.closeablePushCurrent(interpreter).get()) {
            String output = interpreter.render(template);
            for (TemplateError error : interpreter.getErrors()) {
                throw failure(error, undefineds);
            }
            undefineds.unhandled().ifPresent(undefined -> {
                throw undefined.reason();
            });
            return output;
        } catch (TemplateException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw own(e).orElseGet(() ->
                    new TemplateException("the template cannot be rendered: " + e.getMessage(), "Simplify it."));
        }
    }

    private static TemplateException failure(TemplateError error, Undefineds undefineds) {
        Optional<TemplateException> cause = own(error.getException());
        if (cause.isPresent()) {
            return cause.get();
        }
        Optional<Undefined> undefined = undefineds.unhandled();
        if (undefined.isPresent()) {
            return undefined.get().reason();
        }
        return new TemplateException(
                "the template cannot be read: " + error.getMessage(), "Check its brackets, quotes and names.");
    }

    private static Optional<TemplateException> own(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateException own) {
                return Optional.of(own);
            }
        }
        return Optional.empty();
    }

    private static JinjavaConfig configuration(PythonResolver resolver) {
        return JinjavaConfig.newBuilder()
                .withElResolver(resolver)
                .withMaxOutputSize(LONGEST_OUTPUT)
                .withMaxStringLength(LONGEST_OUTPUT)
                .withMaxListSize(LONGEST_LOOP)
                .withMaxMapSize(LONGEST_LOOP)
                .withRangeLimit(LONGEST_LOOP)
                .withMaxRenderDepth(10)
                .withMaxMacroRecursionDepth(20)
                .withNestedInterpretationEnabled(false)
                .withKeepTrailingNewline(false)
                .withLegacyOverrides(LegacyOverrides.newBuilder()
                        .withEvaluateMapKeys(true)
                        .withIterateOverMapKeys(true)
                        .withUsePyishObjectMapper(true)
                        .withUseNaturalOperatorPrecedence(true)
                        .withParseWhitespaceControlStrictly(true)
                        .withHandleBackslashInQuotesOnly(true)
                        .build())
                .build();
    }

    private static ExpTest definedTest(String name, boolean negated) {
        return new ExpTest() {
            @Override
            public boolean evaluate(@Nullable Object value, JinjavaInterpreter interpreter, Object... arguments) {
                if (value instanceof Undefined undefined) {
                    undefined.handle();
                }
                return value instanceof Undefined == negated;
            }

            @Override
            public String getName() {
                return name;
            }
        };
    }
}
