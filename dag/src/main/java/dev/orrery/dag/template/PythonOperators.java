package dev.orrery.dag.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Python's operators. */
final class PythonOperators {
    private static final int MOST_ITEMS = 100_000;

    private PythonOperators() {}

    static @Nullable Object binary(String sign, @Nullable Object left, @Nullable Object right) {
        Undefined.checked(left);
        Undefined.checked(right);
        if (left != null && right != null) {
            if (PyNumbers.isNumber(left) && PyNumbers.isNumber(right)) {
                return numbers(sign, left, right);
            }
            Object result = switch (sign) {
                case "+" -> add(left, right);
                case "*" ->
                    left instanceof Long || left instanceof Boolean ? multiply(right, left) : multiply(left, right);
                case "%" -> left instanceof String format ? PercentFormat.percent(format, right) : null;
                default -> null;
            };
            Object found = result == null ? PyTimes.binary(sign, left, right) : result;
            if (found != null) {
                return found;
            }
        } else if (sign.equals("%") && left instanceof String format) {
            return PercentFormat.percent(format, right);
        }
        throw unsupported(sign, left, right);
    }

    static Object unary(String sign, @Nullable Object operand) {
        return switch (Undefined.checked(operand)) {
            case Double number -> sign.equals("-") ? -number : number;
            case PyDelta delta -> sign.equals("-") ? new PyDelta(delta.length().negated()) : delta;
            case Object number
            when PyNumbers.isWhole(number) -> {
                BigInteger whole = PyNumbers.big(number);
                yield PyNumbers.whole(sign.equals("-") ? whole.negate() : whole);
            }
            case null, default ->
                throw new TemplateException(
                        "'" + sign + "' does not go before " + PyText.kind(operand), "Put it before a number.");
        };
    }

    private static @Nullable Object add(Object left, Object right) {
        if (left instanceof String one && right instanceof String other) {
            StringMethods.limit((long) one.length() + other.length());
            return one + other;
        }
        if (left instanceof List<?> one
                && right instanceof List<?> other
                && (one instanceof PyTuple) == (other instanceof PyTuple)) {
            List<@Nullable Object> both = new ArrayList<>(one);
            both.addAll(other);
            limit(both.size());
            return one instanceof PyTuple ? new PyTuple(both) : both;
        }
        return null;
    }

    private static @Nullable Object multiply(Object value, Object times) {
        if (!(times instanceof Long) && !(times instanceof Boolean)) {
            return null;
        }
        long count = Math.max(0, PyNumbers.big(times).longValue());
        if (value instanceof String text) {
            StringMethods.limit(text.length() * Math.min(count, StringMethods.LONGEST + 1L));
            return text.isEmpty() ? text : text.repeat((int) count);
        }
        if (value instanceof List<?> list) {
            limit(list.size() * Math.min(count, MOST_ITEMS + 1L));
            List<@Nullable Object> several = new ArrayList<>();
            for (long i = 0; i < count && !list.isEmpty(); i++) {
                several.addAll(list);
            }
            return value instanceof PyTuple ? new PyTuple(several) : several;
        }
        return null;
    }

    private static void limit(long items) {
        if (items > MOST_ITEMS) {
            throw new TemplateException(
                    "a list grows beyond " + MOST_ITEMS + " items", "Let the notebook make lists this long.");
        }
    }

    private static Object numbers(String sign, Object left, Object right) {
        boolean divides = sign.equals("/") || sign.equals("//") || sign.equals("%");
        if (divides && PyNumbers.isZero(right)) {
            throw new TemplateException("a division by zero", "Check the divisor.");
        }
        if (sign.equals("**")) {
            return power(left, right);
        }
        if (PyNumbers.isWhole(left) && PyNumbers.isWhole(right)) {
            BigInteger one = PyNumbers.big(left);
            BigInteger other = PyNumbers.big(right);
            return switch (sign) {
                case "+" -> PyNumbers.whole(one.add(other));
                case "-" -> PyNumbers.whole(one.subtract(other));
                case "*" -> PyNumbers.whole(one.multiply(other));
                case "/" ->
                    one.bitLength() < 54 && other.bitLength() < 54
                            ? one.doubleValue() / other.doubleValue()
                            : new BigDecimal(one)
                                    .divide(new BigDecimal(other), java.math.MathContext.DECIMAL128)
                                    .doubleValue();
                case "//" -> PyNumbers.whole(floor(one, other));
                case "%" -> PyNumbers.whole(one.subtract(floor(one, other).multiply(other)));
                default -> throw new IllegalArgumentException(sign);
            };
        }
        double one = PyNumbers.real(left);
        double other = PyNumbers.real(right);
        return switch (sign) {
            case "+" -> one + other;
            case "-" -> one - other;
            case "*" -> one * other;
            case "/" -> one / other;
            case "//" -> PyNumbers.floorDivide(one, other);
            case "%" -> PyNumbers.modulo(one, other);
            default -> throw new IllegalArgumentException(sign);
        };
    }

    private static BigInteger floor(BigInteger one, BigInteger other) {
        BigInteger[] parts = one.divideAndRemainder(other);
        boolean below = parts[1].signum() != 0 && parts[1].signum() != other.signum();
        return below ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static Object power(Object left, Object right) {
        if (PyNumbers.isWhole(left) && PyNumbers.isWhole(right)) {
            BigInteger exponent = PyNumbers.big(right);
            BigInteger base = PyNumbers.big(left);
            if (exponent.signum() >= 0) {
                if (exponent.bitLength() > 16 && base.bitLength() > 1) {
                    throw new TemplateException("a power grows too large", "Let the notebook calculate it.");
                }
                int times = exponent.bitLength() > 16 ? 2 + (exponent.testBit(0) ? 1 : 0) : exponent.intValue();
                if ((long) base.bitLength() * times > 20_000) {
                    throw new TemplateException("a power grows too large", "Let the notebook calculate it.");
                }
                return PyNumbers.whole(base.pow(times));
            }
        }
        double one = PyNumbers.real(left);
        if (one == 0 && PyNumbers.real(right) < 0) {
            throw new TemplateException("zero is raised to a negative power", "Check the exponent.");
        }
        double result = Math.pow(one, PyNumbers.real(right));
        if (Double.isInfinite(result) || (Double.isNaN(result) && !Double.isNaN(one))) {
            throw new TemplateException("a power has no result that is a number", "Let the notebook calculate it.");
        }
        return result;
    }

    static boolean same(@Nullable Object left, @Nullable Object right) {
        Undefined.checked(left);
        Undefined.checked(right);
        if (left instanceof AtRunTime later) {
            return later.truth();
        }
        if (right instanceof AtRunTime later) {
            return later.truth();
        }
        if (left == null || right == null) {
            return left == null && right == null;
        }
        if (PyNumbers.isNumber(left) && PyNumbers.isNumber(right)) {
            return PyNumbers.compare(left, right) == 0 && !(left instanceof Double number && number.isNaN());
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            return (one instanceof PyTuple) == (other instanceof PyTuple) && sameItems(one, other);
        }
        if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
            return one.size() == other.size()
                    && one.entrySet().stream()
                            .allMatch(entry -> other.containsKey(entry.getKey())
                                    && same(entry.getValue(), other.get(entry.getKey())));
        }
        Integer order = PyTimes.compare(left, right);
        return order == null ? Objects.equals(left, right) : order == 0;
    }

    private static boolean sameItems(List<?> one, List<?> other) {
        Iterator<?> others = other.iterator();
        return one.size() == other.size() && one.stream().allMatch(item -> same(item, others.next()));
    }

    /** @param sign ==, !=, <, <=, > or >=, in, not in */
    static boolean compare(String sign, @Nullable Object left, @Nullable Object right) {
        return switch (sign) {
            case "==" -> same(left, right);
            case "!=" -> !same(left, right);
            case "in" -> PyValues.contains(right, left);
            case "not in" -> !PyValues.contains(right, left);
            case "<" -> order(sign, left, right) < 0;
            case "<=" -> order(sign, left, right) <= 0;
            case ">" -> order(sign, left, right) > 0;
            default -> order(sign, left, right) >= 0;
        };
    }

    /** Which comes first. */
    static int order(@Nullable Object left, @Nullable Object right) {
        return order("<", left, right);
    }

    private static int order(String sign, @Nullable Object left, @Nullable Object right) {
        Undefined.checked(left);
        Undefined.checked(right);
        if (left != null && right != null) {
            if (PyNumbers.isNumber(left) && PyNumbers.isNumber(right)) {
                return PyNumbers.compare(left, right);
            }
            if (left instanceof String one && right instanceof String other) {
                return one.compareTo(other);
            }
            if (left instanceof List<?> one
                    && right instanceof List<?> other
                    && (one instanceof PyTuple) == (other instanceof PyTuple)) {
                return order(one, other);
            }
            Integer order = PyTimes.compare(left, right);
            if (order != null) {
                return order;
            }
        }
        throw unsupported(sign, left, right);
    }

    private static int order(List<?> one, List<?> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            if (!same(one.get(i), other.get(i))) {
                return order("<", one.get(i), other.get(i));
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    private static TemplateException unsupported(String sign, @Nullable Object left, @Nullable Object right) {
        return new TemplateException(
                "'" + sign + "' does not go between " + PyText.kind(left) + " and " + PyText.kind(right),
                "Convert one of them, for instance with | int or | string.");
    }
}
