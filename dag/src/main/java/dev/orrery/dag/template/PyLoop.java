package dev.orrery.dag.template;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@code loop} is in a for loop. */
final class PyLoop implements PyObject {
    private static final List<String> NAMES = List.of(
            "index",
            "index0",
            "revindex",
            "revindex0",
            "first",
            "last",
            "length",
            "cycle",
            "depth",
            "depth0",
            "previtem",
            "nextitem",
            "changed");

    private final List<@Nullable Object> items;
    private final int level;
    private final Function<@Nullable Object, String> again;
    private int at;
    private @Nullable List<@Nullable Object> last;

    PyLoop(List<@Nullable Object> items, int level, Function<@Nullable Object, String> again) {
        this.items = items;
        this.level = level;
        this.again = again;
    }

    void at(int index) {
        at = index;
    }

    @Override
    public String kind() {
        return "'loop'";
    }

    @Override
    public Collection<String> names() {
        return NAMES;
    }

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "index" -> Optional.of(at + 1L);
            case "index0" -> Optional.of((long) at);
            case "revindex" -> Optional.of((long) items.size() - at);
            case "revindex0" -> Optional.of(items.size() - at - 1L);
            case "first" -> Optional.of(at == 0);
            case "last" -> Optional.of(at == items.size() - 1);
            case "length" -> Optional.of((long) items.size());
            case "depth" -> Optional.of((long) level);
            case "depth0" -> Optional.of(level - 1L);
            case "previtem" -> Optional.of(neighbour(at - 1, "previous"));
            case "nextitem" -> Optional.of(neighbour(at + 1, "next"));
            default -> Optional.empty();
        };
    }

    private Object neighbour(int place, String which) {
        if (place < 0 || place >= items.size()) {
            return new Undefined(
                    new TemplateException("there is no " + which + " item", "Test it with 'is defined' first."));
        }
        Object item = items.get(place);
        return item == null ? None.NONE : item;
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        return switch (method) {
            case "cycle" -> {
                if (arguments.positional().isEmpty()) {
                    throw new TemplateException("cycle() needs something to cycle through", "Give it two values.");
                }
                yield arguments.positional().get(at % arguments.positional().size());
            }
            case "changed" -> {
                List<@Nullable Object> now = new PyTuple(arguments.positional());
                boolean changed = last == null || !PythonOperators.same(last, now);
                last = now;
                yield changed;
            }
            case "()" -> again.apply(arguments.value(0, "iterable"));
            default -> throw Unknown.method(this, method);
        };
    }

    @Override
    public String str() {
        return "<LoopContext " + (at + 1) + "/" + items.size() + ">";
    }
}
