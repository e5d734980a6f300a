package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats as Python 3.11 gives them; each expected text was printed by it. */
class PythonFormatTest {
    @ParameterizedTest(name = "{0} :{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            42     | #x       | 0x2a
            42     | #010b    | 0b00101010
            42     | c        | *
            42     | 010,     | 00,000,042
            42     | =+7      | +    42
            -42    | _>8      | _____-42
            3.14159 | .3      | 3.14
            100.0  | .3       | 1e+02
            3.0    | .3       | 3.0
            3.14159 | .20g    | 3.1415899999999998826
            3.14159 | #.0f    | 3.
            3.14159 | 012,.1f | 00,000,003.1
            -0.0   | z.1f     | 0.0
            1e+16  | #        | 1.e+16
            0.5    | .0%      | 50%
            2.5    | .0f      | 2
            NaN    | 05       | 00nan
            True   | >6       | ~     1~
            text   | é^8.2    | éééteééé
            text   | 06       | text00
            """)
    void numbersAndTextsAreFormattedAsByPython(String value, String spec, String expected) {
        Object parsed = value.equals("True") ? (Object) true : PythonNumbers.typed(value);
        assertEquals(expected, PythonFormat.format(parsed, spec));
    }

    @ParameterizedTest
    @CsvSource({"42,.3", "42,zz", "42,s", "1.5,d", "text,=8", "text,+", "text,','"})
    void whatPythonRefusesIsRefused(String value, String spec) {
        assertThrows(RunException.class, () -> PythonFormat.format(PythonNumbers.typed(value), spec));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            %Y-%m-%d %H:%M:%S.%f %p | 2026-09-03 07:05:09.000123 AM
            %a %A %b %B %j %U %W %V %G %u %w | Thu Thursday Sep September 246 35 35 36 2026 4 4
            %-d %e %_m %^a %y %C %I %k | 3  3  9 THU 26 20 07  7
            %c, %x, %D, %F, %T, %R | Thu Sep  3 07:05:09 2026, 09/03/26, 09/03/26, 2026-09-03, 07:05:09, 07:05
            %Q %% | %Q %
            """)
    void timesAreFormattedAsByTheCLibrary(String spec, String expected) {
        assertEquals(expected, PythonFormat.format(LocalDateTime.of(2026, 9, 3, 7, 5, 9, 123_000), spec));
    }

    @Test
    void onlyTheTimeInUtcKnowsItsZone() {
        var utc = Instant.parse("2026-09-03T07:05:09Z").atZone(ZoneOffset.UTC);
        assertEquals("+0000 UTC", PythonFormat.format(utc, "%z %Z"));
        assertEquals("2026-09-03 07:05:09+00:00", PythonFormat.format(utc, ""));
        assertEquals(" |", PythonFormat.format(utc.toLocalDateTime(), "%z %Z|"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {s:>{n}}     | ..text
            {s[0]}       | t
            {n.real}     | 6
            {d[k][1]}    | b
            {s!a}        | 'text'
            {e!a}        | '\\xe9'
            {{{n}}}      | {6}
            """)
    void fieldsAreFoundAsByPython(String template, String expected) {
        Map<String, Object> values = Map.of(
                "n",
                BigInteger.valueOf(6),
                "s",
                "text",
                "e",
                "é",
                "d",
                Map.of("k", new ArrayList<>(List.of("a", "b"))));
        assertEquals(expected.replace('.', ' '), PathTemplate.fill(template, values));
    }

    @ParameterizedTest
    @CsvSource({"{n!}", "{n", "}", "{}", "{0}", "{n!x}", "{n[}", "{s.upper}", "{n:{n:{n}}}"})
    void fieldsThatAreNoneAreRefused(String template) {
        Map<String, Object> values = Map.of("n", BigInteger.valueOf(6), "s", "text");
        assertThrows(RunException.class, () -> PathTemplate.fill(template, values));
    }
}
