package dev.orrery.dag;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of names, matched in time proportional to the lengths of pattern and name: both are users', and a regular expression
 * with many stars would keep the server busy for ever.
 */
public final class Wildcard {
    private static final int MOST_ALTERNATIVES = 64;

    private Wildcard() {}

    /** With {@code *} for any characters and {@code ?} for one. */
    public static Predicate<String> stars(String pattern) {
        return matcher(pattern.codePoints()
                .<@Nullable IntPredicate>mapToObj(c -> c == '*' ? null : c == '?' ? any -> true : is(c))
                .toList());
    }

    /**
     * As in a shell: also {@code [abc]}, {@code [a-z]}, {@code [!abc]}, {@code {one,other}} and {@code \\} before what is to be taken as it is.
     *
     * @throws IllegalArgumentException where a bracket is not closed, or there are more than 64 alternatives
     */
    public static Predicate<String> shell(String pattern) {
        List<String> alternatives = new ArrayList<>();
        expand("", pattern, alternatives);
        return alternatives.stream()
                .map(one -> matcher(tokens(one)))
                .reduce(Predicate::or)
                .orElseThrow();
    }

    /** Greedy, going back to the last star alone. */
    private static Predicate<String> matcher(List<@Nullable IntPredicate> tokens) {
        return text -> {
            int[] name = text.codePoints().toArray();
            int token = 0;
            int star = -1;
            int from = 0;
            for (int i = 0; i < name.length; ) {
                IntPredicate next = token < tokens.size() ? tokens.get(token) : null;
                if (next != null && next.test(name[i])) {
                    i++;
                    token++;
                } else if (next == null && token < tokens.size()) {
                    star = token++;
                    from = i;
                } else if (star >= 0) {
                    token = star + 1;
                    i = ++from;
                } else {
                    return false;
                }
            }
            return tokens.subList(token, tokens.size()).stream().allMatch(Objects::isNull);
        };
    }

    private static List<@Nullable IntPredicate> tokens(String pattern) {
        List<@Nullable IntPredicate> tokens = new ArrayList<>();
        int[] all = pattern.codePoints().toArray();
        for (int i = 0; i < all.length; i++) {
            switch (all[i]) {
                case '*' -> tokens.add(null);
                case '?' -> tokens.add(any -> true);
                case '\\' -> tokens.add(is(all[i + 1 < all.length ? ++i : i]));
                case '[' -> {
                    int end = i + 2;
                    while (end < all.length && all[end] != ']') {
                        end++;
                    }
                    if (end >= all.length) {
                        throw new IllegalArgumentException("'" + pattern + "' has a '[' without ']'.");
                    }
                    tokens.add(oneOf(all, i + 1, end));
                    i = end;
                }
                default -> tokens.add(is(all[i]));
            }
        }
        return tokens;
    }

    private static IntPredicate is(int character) {
        return c -> c == character;
    }

    private static IntPredicate oneOf(int[] pattern, int from, int to) {
        if (pattern[from] == '!' || pattern[from] == '^') {
            return oneOf(pattern, from + 1, to).negate();
        }
        IntPredicate any = none -> false;
        for (int i = from; i < to; i++) {
            int low = pattern[i];
            boolean isRange = i + 2 < to && pattern[i + 1] == '-';
            int high = isRange ? pattern[i + 2] : low;
            any = any.or(c -> low <= c && c <= high);
            i += isRange ? 2 : 0;
        }
        return any;
    }

    private static void expand(String before, String pattern, List<String> into) {
        int open = pattern.indexOf('{');
        int close = pattern.indexOf('}', open + 1);
        if (open < 0) {
            if (into.size() == MOST_ALTERNATIVES) {
                throw new IllegalArgumentException("There are more than " + MOST_ALTERNATIVES + " alternatives.");
            }
            into.add(before + pattern);
            return;
        }
        if (close < 0) {
            throw new IllegalArgumentException("'" + before + pattern + "' has a '{' without '}'.");
        }
        for (String one : pattern.substring(open + 1, close).split(",", -1)) {
            expand(before + pattern.substring(0, open) + one, pattern.substring(close + 1), into);
        }
    }
}
