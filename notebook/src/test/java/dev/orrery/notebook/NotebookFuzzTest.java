package dev.orrery.notebook;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fuzzer's property on seeds, on a few thousand changes of them that are always the same, and on what it found. */
class NotebookFuzzTest {
    private static final String SEED =
            "{\"cells\": [{\"cell_type\": \"code\", \"id\": \"a\", \"metadata\": {\"tags\": [\"parameters\"]},"
                    + " \"execution_count\": 1, \"source\": [\"a = 1\\n\", \"b\"], \"outputs\": [{\"output_type\": \"stream\", \"name\": \"stdout\","
                    + " \"text\": [\"x\"]}, {\"output_type\": \"error\", \"ename\": \"E\", \"evalue\": \"v\", \"traceback\": [\"t\"]},"
                    + " {\"output_type\": \"display_data\", \"data\": {\"text/plain\": \"y\"}, \"metadata\": {}}]}],"
                    + " \"metadata\": {\"kernelspec\": {\"name\": \"python3\"}}, \"nbformat\": 4, \"nbformat_minor\": 5}";
    private static final String OLD =
            "{\"metadata\": {}, \"nbformat\": 3, \"worksheets\": [{\"cells\": [{\"cell_type\": \"code\","
                    + " \"input\": [\"1\"], \"prompt_number\": 1, \"outputs\": [{\"output_type\": \"pyout\", \"text\": [\"1\"], \"json\": \"{}\"}]},"
                    + " {\"cell_type\": \"heading\", \"level\": 2, \"source\": [\"a\"]}]}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                SEED,
                OLD,
                "{}",
                "",
                "\u0000",
                "{\"nbformat\": 1, \"cells\": [{}]}",
                "{\"nbformat\": 2, \"metadata\": {}, \"worksheets\": {}}"
            })
    void seedsKeepTheProperty(String text) {
        NotebookFuzz.fuzzerTestOneInput(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void changedSeedsKeepTheProperty() {
        Random random = new Random(1);
        for (int i = 0; i < 4000; i++) {
            byte[] data = (i % 2 == 0 ? SEED : OLD).getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(data.length);
                data[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : "{}[]\",:0-".charAt(random.nextInt(9)));
            }
            NotebookFuzz.fuzzerTestOneInput(data);
        }
    }
}
