package dev.orrery.launch;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class PythonTest {
    @Test
    void thePythonThatIsFoundWorks() {
        Python python = Python.find(null);
        assertTrue(python.minor() >= 11);
        assertTrue(Files.isExecutable(python.executable()));
        assertThrows(LaunchException.class, () -> Python.find("/bin/true"));
        assertThrows(LaunchException.class, () -> Python.find("no-such-python"));
    }
}
