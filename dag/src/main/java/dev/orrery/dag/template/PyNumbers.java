package dev.orrery.dag.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Python's numbers: Long, BigInteger where that is too small, Double; and true and false, which are 1 and 0. */
final class PyNumbers {
    /** No template needs a greater one; powers of powers could otherwise fill the memory. */
    private static final int MOST_BITS = 10_000;

    private PyNumbers() {}

    static Object whole(BigInteger number) {
        if (number.bitLength() > MOST_BITS) {
            throw new TemplateException(
                    "a number grows beyond " + MOST_BITS + " bits", "Let the notebook calculate it.");
        }
        return number.bitLength() < 64 ? (Object) number.longValue() : number;
    }

    static boolean isNumber(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    static boolean isWhole(@Nullable Object value) {
        return value instanceof Long || value instanceof BigInteger || value instanceof Boolean;
    }

    static BigInteger big(Object value) {
        return switch (value) {
            case Boolean truth -> truth ? BigInteger.ONE : BigInteger.ZERO;
            case BigInteger number -> number;
            case Number number -> BigInteger.valueOf(number.longValue());
            default -> throw new IllegalArgumentException("no number");
        };
    }

    static double real(Object value) {
        return switch (value) {
            case Boolean truth -> truth ? 1 : 0;
            case Number number -> number.doubleValue();
            default -> throw new IllegalArgumentException("no number");
        };
    }

    static int compare(Object left, Object right) {
        if (isWhole(left) && isWhole(right)) {
            return big(left).compareTo(big(right));
        }
        double one = real(left);
        double other = real(right);
        if (Double.isInfinite(one) || Double.isInfinite(other) || Double.isNaN(one) || Double.isNaN(other)) {
            return Double.compare(one, other);
        }
        return exact(left).compareTo(exact(right));
    }

    private static BigDecimal exact(Object value) {
        return isWhole(value) ? new BigDecimal(big(value)) : new BigDecimal(real(value));
    }

    static boolean isZero(Object value) {
        return real(value) == 0;
    }

    static double modulo(double left, double right) {
        double rest = left % right;
        return rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest == 0 ? Math.copySign(0, right) : rest;
    }

    static double floorDivide(double left, double right) {
        double rest = left % right;
        double quotient = (left - rest) / right;
        if (rest != 0 && (rest < 0) != (right < 0)) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0, left / right);
        }
        double floor = Math.floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }
}
