package dev.orrery.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * docs/dag-yml.md and docs/dag.schema.json are what the field table gives. Rewrite them with
 * {@code mvn -pl dag -am test -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true}.
 */
class ReferenceTest {
    private static final Path FILE = Path.of("..", "docs", "dag-yml.md");

    @Test
    void thePublishedSchemaIsWhatTheFieldTableGives() throws IOException {
        same(DagSchema.json() + "\n", Path.of("..", "docs", "dag.schema.json"));
    }

    @Test
    void theDocumentIsWhatTheFieldTableGives() throws IOException {
        same(Reference.markdown(), FILE);
    }

    private static void same(String made, Path file) throws IOException {
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(file, made);
        }
        assertEquals(
                made,
                Files.readString(file),
                file.getFileName()
                        + " is not what the field table gives. Rewrite it: mvn -pl dag -am test -Dtest=ReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true");
    }
}
