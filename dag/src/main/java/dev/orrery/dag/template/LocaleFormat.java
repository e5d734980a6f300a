package dev.orrery.dag.template;

import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Airflow's ds_format_locale: the pattern letters are those of CLDR, which Java's are, too. */
final class LocaleFormat {
    private LocaleFormat() {}

    static String format(Arguments args) {
        PyDateTime time = Strptime.parse(PyText.str(args.value(0, "ds")), args.text(1, "input_format"));
        String name = args.value(3, "locale", null) instanceof String given ? given : "en_US";
        try {
            return DateTimeFormatter.ofPattern(
                            args.text(2, "output_format"), Locale.forLanguageTag(name.replace('_', '-')))
                    .format(time.time());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new TemplateException(
                    "the pattern cannot be read: " + e.getMessage(), "Write such as 'dd MMMM yyyy'.");
        }
    }
}
