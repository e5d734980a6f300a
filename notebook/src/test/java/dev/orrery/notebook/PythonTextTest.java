package dev.orrery.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTextTest {
    /** Taken from Python's own repr. */
    @ParameterizedTest
    @CsvSource({
        "1.0,1.0", "-0.0,-0.0", "1e16,1e+16", "1e15,1000000000000000.0", "123456789012345680,1.2345678901234568e+17",
        "0.0001,0.0001", "0.00001,1e-05", "0.1,0.1", "5e-324,5e-324", "1.7976931348623157e308,1.7976931348623157e+308",
        "2e23,2e+23", "9007199254740993,9007199254740992.0", "1234.5678,1234.5678", "2.5e-7,2.5e-07", "1e100,1e+100",
        "NaN,nan", "-Infinity,-inf", "100,100.0", "9.5e-323,9.4e-323"
    })
    void floatsAreWrittenAsPythonsRepr(double value, String expected) {
        assertEquals(expected, PythonText.repr(value));
    }

    @Test
    void linesEndWherePythonEndsThem() {
        assertEquals(
                List.of("a\n", "b\r\n", "c\r", "d\u000b", "e\f", "f\u001c", "g\u001e", "h\u0085", "i\u2028", "j"),
                PythonText.splitLines("a\nb\r\nc\rd\u000be\ff\u001cg\u001eh\u0085i\u2028j"));
        assertEquals(List.of(), PythonText.splitLines(""));
        assertEquals(List.of("\n", "\n"), PythonText.splitLines("\n\n"));
    }
}
