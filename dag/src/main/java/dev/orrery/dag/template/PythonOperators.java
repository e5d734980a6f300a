package dev.orrery.dag.template;

import com.hubspot.jinjava.el.ext.AdditionOperator;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jinjava.de.odysseus.el.misc.TypeConverter;
import jinjava.de.odysseus.el.tree.Bindings;
import jinjava.de.odysseus.el.tree.impl.ast.AstBinary;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import jinjava.javax.el.ELContext;
import org.jspecify.annotations.Nullable;

/** Python's meaning of the operators, where Java's expression language has another. */
final class PythonOperators {
    private static final Map<AstBinary.Operator, AstBinary.Operator> MEANINGS = Map.ofEntries(
            Map.entry(AdditionOperator.OP, simple("+", PythonOperators::add)),
            Map.entry(AstBinary.SUB, simple("-", PythonOperators::subtract)),
            Map.entry(AstBinary.MUL, simple("*", PythonOperators::multiply)),
            Map.entry(AstBinary.DIV, simple("/", PythonOperators::quotient)),
            Map.entry(AstBinary.MOD, simple("%", PythonOperators::modulo)),
            Map.entry(AstBinary.EQ, simple("==", PythonOperators::same)),
            Map.entry(AstBinary.NE, simple("!=", (left, right) -> !same(left, right))),
            Map.entry(AstBinary.LT, simple("<", (left, right) -> compare("<", left, right) < 0)),
            Map.entry(AstBinary.LE, simple("<=", (left, right) -> compare("<=", left, right) <= 0)),
            Map.entry(AstBinary.GT, simple(">", (left, right) -> compare(">", left, right) > 0)),
            Map.entry(AstBinary.GE, simple(">=", (left, right) -> compare(">=", left, right) >= 0)),
            Map.entry(AstBinary.AND, new And()));

    private PythonOperators() {}

    /** The operator with Python's meaning for one of the expression language's; other operators as they are. */
    static AstBinary.Operator of(AstBinary.Operator operator) {
        return MEANINGS.getOrDefault(operator, operator);
    }

    private interface Meaning {
        Object apply(@Nullable Object left, @Nullable Object right);
    }

    private static AstBinary.Operator simple(String sign, Meaning meaning) {
        return new AstBinary.SimpleOperator() {
            @Override
            protected Object apply(TypeConverter converter, @Nullable Object left, @Nullable Object right) {
                return meaning.apply(defined(left), defined(right));
            }

            @Override
            public String toString() {
                return sign;
            }
        };
    }

    /** Gives the operand that decides, as Python does. */
    private static final class And implements AstBinary.Operator {
        @Override
        public @Nullable Object eval(Bindings bindings, ELContext context, AstNode left, AstNode right) {
            Object first = left.eval(bindings, context);
            return PyText.truth(first) ? right.eval(bindings, context) : first;
        }

        @Override
        public String toString() {
            return "and";
        }
    }

    private static @Nullable Object defined(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.reason();
        }
        return value;
    }

    private static Object add(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number one && right instanceof Number other) {
            return isWhole(one, other)
                    ? exact(() -> Math.addExact(one.longValue(), other.longValue()))
                    : (Object) (one.doubleValue() + other.doubleValue());
        }
        if (left instanceof String one && right instanceof String other) {
            StringMethods.limit((long) one.length() + other.length());
            return one + other;
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            List<Object> both = new ArrayList<>(one);
            both.addAll(other);
            return both;
        }
        if (left instanceof PyDateTime time && right instanceof PyDelta delta) {
            return time.plus(delta);
        }
        if (left instanceof PyDelta delta && right instanceof PyDateTime time) {
            return time.plus(delta);
        }
        if (left instanceof PyDate date && right instanceof PyDelta delta) {
            return new PyDate(date.midnight().plus(delta).time().toLocalDate());
        }
        if (left instanceof PyDelta one && right instanceof PyDelta other) {
            return new PyDelta(one.length().plus(other.length()));
        }
        throw unsupported("+", left, right);
    }

    private static Object subtract(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number one && right instanceof Number other) {
            return isWhole(one, other)
                    ? exact(() -> Math.subtractExact(one.longValue(), other.longValue()))
                    : (Object) (one.doubleValue() - other.doubleValue());
        }
        if (left instanceof PyDateTime time && right instanceof PyDelta delta) {
            return time.minus(delta);
        }
        if (left instanceof PyDateTime one && right instanceof PyDateTime other) {
            return new PyDelta(Duration.between(other.time(), one.time()));
        }
        if (left instanceof PyDate date && right instanceof PyDelta delta) {
            return new PyDate(date.midnight().minus(delta).time().toLocalDate());
        }
        if (left instanceof PyDate one && right instanceof PyDate other) {
            return new PyDelta(
                    Duration.ofDays(one.date().toEpochDay() - other.date().toEpochDay()));
        }
        if (left instanceof PyDelta one && right instanceof PyDelta other) {
            return new PyDelta(one.length().minus(other.length()));
        }
        throw unsupported("-", left, right);
    }

    private static Object multiply(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number one && right instanceof Number other) {
            return isWhole(one, other)
                    ? exact(() -> Math.multiplyExact(one.longValue(), other.longValue()))
                    : (Object) (one.doubleValue() * other.doubleValue());
        }
        if (left instanceof String text && right instanceof Long times) {
            StringMethods.limit(text.length() * Math.min(times, StringMethods.LONGEST + 1L));
            return text.isEmpty() ? text : text.repeat((int) Math.max(0, times));
        }
        if (left instanceof PyDelta delta && right instanceof Long times) {
            return exact(() -> delta.length().multipliedBy(times), PyDelta::new);
        }
        throw unsupported("*", left, right);
    }

    private static Object quotient(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number one && right instanceof Number other) {
            if (other.doubleValue() == 0) {
                throw new TemplateException("a division by zero", "Check the divisor.");
            }
            return one.doubleValue() / other.doubleValue();
        }
        throw unsupported("/", left, right);
    }

    private static Object modulo(@Nullable Object left, @Nullable Object right) {
        if (left instanceof String format) {
            return PercentFormat.percent(format, right);
        }
        if (left instanceof Number one && right instanceof Number other) {
            if (other.doubleValue() == 0) {
                throw new TemplateException("a division by zero", "Check the divisor.");
            }
            return isWhole(one, other)
                    ? (Object) Math.floorMod(one.longValue(), other.longValue())
                    : (Object) (one.doubleValue()
                            - Math.floor(one.doubleValue() / other.doubleValue()) * other.doubleValue());
        }
        throw unsupported("%", left, right);
    }

    private static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Number one && right instanceof Number other) {
            return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
        }
        if (left instanceof PyDateTime one && right instanceof PyDateTime other) {
            return one.time().isEqual(other.time());
        }
        return Objects.equals(left, right);
    }

    private static int compare(String sign, @Nullable Object left, @Nullable Object right) {
        if (left instanceof Number one && right instanceof Number other) {
            return Double.compare(one.doubleValue(), other.doubleValue());
        }
        if (left instanceof String one && right instanceof String other) {
            return one.compareTo(other);
        }
        if (left instanceof PyDateTime one && right instanceof PyDateTime other) {
            return one.time().toInstant().compareTo(other.time().toInstant());
        }
        if (left instanceof PyDate one && right instanceof PyDate other) {
            return one.date().compareTo(other.date());
        }
        if (left instanceof PyDelta one && right instanceof PyDelta other) {
            return one.length().compareTo(other.length());
        }
        throw unsupported(sign, left, right);
    }

    private static boolean isWhole(Number one, Number other) {
        return !(one instanceof Double || one instanceof Float || one instanceof BigDecimal)
                && !(other instanceof Double || other instanceof Float || other instanceof BigDecimal);
    }

    private static <T> Object exact(java.util.function.Supplier<T> calculation) {
        return exact(calculation, value -> value);
    }

    private static <T> Object exact(
            java.util.function.Supplier<T> calculation, java.util.function.Function<T, Object> result) {
        try {
            return result.apply(calculation.get());
        } catch (ArithmeticException e) {
            throw new TemplateException("a number grows beyond 64 bits", "Let the notebook calculate it.");
        }
    }

    private static TemplateException unsupported(String sign, @Nullable Object left, @Nullable Object right) {
        return new TemplateException(
                "'" + sign + "' does not go between " + PyText.kind(left) + " and " + PyText.kind(right),
                "Convert one of them, for instance with | int or | string.");
    }
}
