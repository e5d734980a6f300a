package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orrery.kernel.ProtocolJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueFolderTest {
    @TempDir
    Path work;

    @Test
    void withoutAnyThereIsNothingAndNothingIsMade() throws IOException {
        ValueFolder folder = new ValueFolder(work);

        folder.give(ProtocolJson.object());

        assertTrue(folder.outputs().isEmpty());
        try (var files = Files.list(work)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void valuesAreReadByNameAndWhatIsOnItsWayIsLeft() throws IOException {
        put("rows.json", "[1, 2.5, \"ä\", null, {\"a\": true}]\n");
        put("city.json", "\"Oslo\"");
        put("tmp123.part", "{");

        assertEquals(
                ProtocolJson.read("{\"city\":\"Oslo\",\"rows\":[1,2.5,\"ä\",null,{\"a\":true}]}"
                        .getBytes(StandardCharsets.UTF_8)),
                new ValueFolder(work).outputs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "NaN", "1 2", "1}", "'a'", "[1,]"})
    void whatIsNotJsonIsRefused(String text) throws IOException {
        put("rows.json", text);

        assertThrows(RunnerException.class, () -> new ValueFolder(work).outputs());
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        put("rows.json", "[".repeat(100_000));

        assertThrows(RunnerException.class, () -> new ValueFolder(work).outputs());
    }

    @Test
    void sizesAndNumbersHaveLimits() throws IOException {
        put("a.json", "\"" + "x".repeat(ValueFolder.MOST_BYTES - 2) + "\"");
        assertEquals(1, new ValueFolder(work).outputs().size());

        put("a.json", "\"" + "x".repeat(ValueFolder.MOST_BYTES - 1) + "\"");
        assertThrows(RunnerException.class, () -> new ValueFolder(work).outputs());

        for (String name : new String[] {"a", "b", "c", "d", "e"}) {
            put(name + ".json", "\"" + "x".repeat(ValueFolder.MOST_BYTES - 2) + "\"");
        }
        assertThrows(RunnerException.class, () -> new ValueFolder(work).outputs());
    }

    @Test
    void tooManyNamesAreRefused() throws IOException {
        for (int i = 0; i < ValueFolder.MOST_NAMES; i++) {
            put("n" + i + ".json", "1");
        }
        assertEquals(ValueFolder.MOST_NAMES, new ValueFolder(work).outputs().size());

        put("more.json", "1");
        assertThrows(RunnerException.class, () -> new ValueFolder(work).outputs());
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path secret = Files.writeString(work.resolve("secret"), "\"hunter2\"");
        put("a.json", "1");
        Files.createSymbolicLink(work.resolve("_toolbox/outputs/b.json"), secret);

        assertEquals("{\"a\":1}", new ValueFolder(work).outputs().toString());
    }

    private void put(String file, String content) throws IOException {
        Path folder = Files.createDirectories(work.resolve("_toolbox/outputs"));
        Files.writeString(folder.resolve(file), content);
    }
}
