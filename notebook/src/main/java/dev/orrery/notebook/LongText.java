package dev.orrery.notebook;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.StringNode;

/**
 * A text of a notebook's tree that is too long to be held in memory: it is read, and written, in pieces. Asking for the whole as
 * a string works, and takes the memory that it saves otherwise. Two are equal when they are the same object.
 */
public abstract class LongText extends StringNode {
    private static final long serialVersionUID = 1;

    protected LongText() {
        super("");
    }

    /** The text in order, in UTF-8. Neither a character nor a carriage return with its line feed is parted. */
    public abstract Iterable<byte[]> utf8();

    /** As {@link #utf8}, as strings. */
    public final Iterable<String> pieces() {
        return () -> {
            Iterator<byte[]> pieces = utf8().iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return pieces.hasNext();
                }

                @Override
                public String next() {
                    return new String(pieces.next(), StandardCharsets.UTF_8);
                }
            };
        };
    }

    /** How many bytes it has in UTF-8. */
    public abstract long bytes();

    @Override
    public final String stringValue() {
        StringBuilder text = new StringBuilder();
        pieces().forEach(text::append);
        return text.toString();
    }

    @Override
    public final String stringValue(String byDefault) {
        return stringValue();
    }

    @Override
    public final Optional<String> stringValueOpt() {
        return Optional.of(stringValue());
    }

    @Override
    protected final String _asString() {
        return stringValue();
    }

    @Override
    public final String asString() {
        return stringValue();
    }

    @Override
    public final String asString(String byDefault) {
        return stringValue();
    }

    @Override
    public final Optional<String> asStringOpt() {
        return Optional.of(stringValue());
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(this);
    }
}
