package dev.orrery.dag.template;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The operators of dates, times and lengths of time. */
final class PyTimes {
    private PyTimes() {}

    /** The result; null where the operator does not go between the two. */
    static @Nullable Object binary(String sign, Object left, Object right) {
        return switch (sign) {
            case "+" -> add(left, right);
            case "-" -> subtract(left, right);
            case "*" ->
                left instanceof PyDelta delta && PyNumbers.isNumber(right)
                        ? times(delta, PyNumbers.real(right))
                        : right instanceof PyDelta delta && PyNumbers.isNumber(left)
                                ? times(delta, PyNumbers.real(left))
                                : null;
            case "/", "//", "%" -> divided(sign, left, right);
            default -> null;
        };
    }

    private static @Nullable Object add(Object left, Object right) {
        if (right instanceof PyDelta delta) {
            return switch (left) {
                case PyDateTime time -> time.plus(delta);
                case PyDate date -> new PyDate(date.date().plusDays(delta.days()));
                case PyDelta other -> new PyDelta(other.length().plus(delta.length()));
                case PyInterval interval -> new PyDelta(interval.length().plus(delta.length()));
                default -> null;
            };
        }
        if (right instanceof PyRelativeDelta delta) {
            return switch (left) {
                case PyDateTime time -> delta.after(time);
                case PyDate date ->
                    new PyDate(delta.after(date.midnight()).time().toLocalDate());
                default -> null;
            };
        }
        if (right instanceof PyInterval interval) {
            return add(left, new PyDelta(interval.length()));
        }
        boolean turned = (left instanceof PyDelta || left instanceof PyRelativeDelta)
                && (right instanceof PyDateTime || right instanceof PyDate);
        return turned ? add(right, left) : null;
    }

    private static @Nullable Object subtract(Object left, Object right) {
        if (left instanceof PyDateTime one && right instanceof PyDateTime other) {
            if (one.naive() != other.naive()) {
                throw new TemplateException(
                        "a date with a time zone and one without cannot be subtracted",
                        "Use in_timezone() or naive().");
            }
            return one.naive() ? new PyDelta(Duration.between(other.time(), one.time())) : new PyInterval(other, one);
        }
        if (left instanceof PyDate one && right instanceof PyDate other) {
            return new PyInterval(other.midnight(), one.midnight());
        }
        return switch (right) {
            case PyDelta delta -> add(left, new PyDelta(delta.length().negated()));
            case PyInterval interval -> add(left, new PyDelta(interval.length().negated()));
            case PyRelativeDelta delta -> add(left, delta.negated());
            default -> null;
        };
    }

    private static PyDelta times(PyDelta delta, double factor) {
        double micros = Math.rint(delta.micros() * factor);
        if (Math.abs(micros) > 8.64e19) {
            throw new TemplateException("a timedelta is too long", "Keep it under a thousand million days.");
        }
        return PyDelta.ofMicros((long) micros);
    }

    private static @Nullable Object divided(String sign, Object left, Object right) {
        Duration length = length(left);
        if (length == null || left instanceof PyDate) {
            return null;
        }
        long micros = new PyDelta(length).micros();
        Duration by = length(right);
        if (by != null) {
            long divisor = new PyDelta(by).micros();
            zero((double) divisor);
            return switch (sign) {
                case "/" -> (double) micros / divisor;
                case "//" -> Math.floorDiv(micros, divisor);
                default -> PyDelta.ofMicros(Math.floorMod(micros, divisor));
            };
        }
        if (sign.equals("%") || !PyNumbers.isNumber(right)) {
            return null;
        }
        zero(PyNumbers.real(right));
        return sign.equals("//") && right instanceof Long whole
                ? PyDelta.ofMicros(Math.floorDiv(micros, whole))
                : PyDelta.ofMicros((long) Math.rint(micros / PyNumbers.real(right)));
    }

    private static void zero(double divisor) {
        if (divisor == 0) {
            throw new TemplateException("a division by zero", "Check the divisor.");
        }
    }

    private static @Nullable Duration length(Object value) {
        return switch (value) {
            case PyDelta delta -> delta.length();
            case PyInterval interval -> interval.length();
            default -> null;
        };
    }

    /** Which comes first; null where the two cannot be compared. */
    static @Nullable Integer compare(Object left, Object right) {
        if (left instanceof PyDateTime one && right instanceof PyDateTime other && one.naive() == other.naive()) {
            return one.time().toInstant().compareTo(other.time().toInstant());
        }
        if (left instanceof PyDate one && right instanceof PyDate other) {
            return one.date().compareTo(other.date());
        }
        Duration one = length(left);
        Duration other = length(right);
        return one == null || other == null ? null : (Integer) one.compareTo(other);
    }
}
