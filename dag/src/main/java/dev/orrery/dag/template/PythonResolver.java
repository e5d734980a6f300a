package dev.orrery.dag.template;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.util.ForLoop;
import java.beans.FeatureDescriptor;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;
import org.jspecify.annotations.Nullable;

/**
 * What a dot, a bracket and a call mean in a template. It takes the place of Jinjava's reflection: only the values that this
 * package makes can be reached, by the names that it lists, so no template reaches a class or a method of Java.
 */
final class PythonResolver extends ELResolver {
    private final Undefineds undefineds;

    PythonResolver(Undefineds undefineds) {
        this.undefineds = undefineds;
    }

    @Override
    public @Nullable Object getValue(ELContext context, @Nullable Object base, Object property) {
        context.setPropertyResolved(true);
        String name = String.valueOf(property);
        if (name.startsWith("__")) {
            throw new TemplateException("'" + name + "' is out of a template's reach", "Remove it.");
        }
        return switch (base) {
            case Undefined undefined -> throw undefined.reason();
            case PyObject object ->
                object.attribute(name)
                        .map(value -> value == PyObject.None.NONE ? null : value)
                        .orElseGet(() -> object.names().contains(name)
                                ? uncalled(name)
                                : undefineds.attribute(object.kind(), name, object.names()));
            case Map<?, ?> map when map.containsKey(name) -> map.get(name);
            case Map<?, ?> _ when CollectionMethods.OF_MAPS.contains(name) -> uncalled(name);
            case Map<?, ?> map -> missing(map, name);
            case List<?> _ when CollectionMethods.OF_LISTS.contains(name) -> uncalled(name);
            case List<?> list -> item(list, name);
            case String _ when StringMethods.names().contains(name) -> uncalled(name);
            case String text -> character(text, name);
            case Filter _, ExpTest _ -> null;
            case ForLoop loop -> loop(loop, name);
            case null, default -> undefineds.attribute(PyText.kind(base), name, List.of());
        };
    }

    /** A method is looked up before each call; only one that is never called may complain. */
    private static Undefined uncalled(String name) {
        return new Undefined(new TemplateException("'" + name + "' is a method", "Call it: " + name + "()."));
    }

    private Object loop(ForLoop loop, String name) {
        return switch (name) {
            case "index" -> (long) loop.getIndex();
            case "index0" -> (long) loop.getIndex0();
            case "revindex" -> (long) loop.getRevindex();
            case "revindex0" -> (long) loop.getRevindex0();
            case "length" -> (long) loop.getLength();
            case "first" -> loop.isFirst();
            case "last" -> loop.isLast();
            default -> undefineds.attribute("'loop'", name, List.of("index", "index0", "length", "first", "last"));
        };
    }

    private Object missing(Map<?, ?> map, String name) {
        Collection<String> keys = map.keySet().stream().map(String::valueOf).collect(Collectors.toSet());
        return undefineds.attribute("a mapping", name, keys);
    }

    private @Nullable Object item(List<?> list, String name) {
        Integer index = index(name, list.size());
        return index == null ? undefineds.attribute("a list of " + list.size(), name, List.of()) : list.get(index);
    }

    private Object character(String text, String name) {
        Integer index = index(name, text.length());
        return index == null
                ? undefineds.attribute("a text", name, StringMethods.names())
                : text.substring(index, index + 1);
    }

    private static @Nullable Integer index(String name, int size) {
        try {
            int index = Integer.parseInt(name);
            int place = index < 0 ? index + size : index;
            return place >= 0 && place < size ? place : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public @Nullable Object invoke(
            ELContext context,
            @Nullable Object base,
            Object method,
            Class<?> @Nullable [] types,
            @Nullable Object @Nullable [] parameters) {
        context.setPropertyResolved(true);
        String name = String.valueOf(method);
        @Nullable Object[] given = parameters == null ? new Object[0] : parameters;
        if (base instanceof Filter filter) {
            return filtered(filter, given);
        }
        if (base instanceof ExpTest test) {
            Object[] rest = Arrays.copyOfRange(given, 2, given.length);
            boolean negated = name.equals("evaluateNegated");
            JinjavaInterpreter interpreter = (JinjavaInterpreter) given[1];
            return negated
                    ? test.evaluateNegated(given[0], interpreter, rest)
                    : test.evaluate(given[0], interpreter, rest);
        }
        Arguments arguments = Arguments.of(name, given);
        return switch (base) {
            case Undefined undefined -> throw undefined.reason();
            case PyObject object -> object.call(name, arguments);
            case String text -> StringMethods.call(text, name, arguments);
            case Map<?, ?> map -> CollectionMethods.call(map, name, arguments);
            case List<?> list -> CollectionMethods.call(list, name, arguments);
            case null, default -> throw Unknown.attribute(PyText.kind(base), name + "()", List.of());
        };
    }

    /** Jinjava hands a filter its value, the interpreter, and the arguments by place and by name. */
    @SuppressWarnings("unchecked") // Jinjava's own map of named arguments
    private static @Nullable Object filtered(Filter filter, @Nullable Object[] given) {
        boolean lax = filter.getName().equals("default") || filter.getName().equals("d");
        if (given[0] instanceof Undefined undefined && !lax) {
            throw undefined.reason();
        }
        return filter.filter(
                given[0], (JinjavaInterpreter) given[1], (Object[]) given[2], (Map<String, Object>) given[3]);
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {
        throw new TemplateException("a template cannot change '" + property + "'", "Use {% set name = value %}.");
    }

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
        return true;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
        return Object.class;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
        return Collections.emptyIterator();
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
        return Object.class;
    }
}
