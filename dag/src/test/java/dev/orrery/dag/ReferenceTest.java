package dev.orrery.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * docs/dag-yml.md is what the field table gives. Rewrite it with
 * {@code mvn -pl dag -am test -Dtest=ReferenceTest -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true}.
 */
class ReferenceTest {
    private static final Path FILE = Path.of("..", "docs", "dag-yml.md");

    @Test
    void theDocumentIsWhatTheFieldTableGives() throws IOException {
        String reference = Reference.markdown();
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(FILE, reference);
        }
        assertEquals(
                reference,
                Files.readString(FILE),
                "docs/dag-yml.md is not what the field table gives. Rewrite it: mvn -pl dag -am test -Dtest=ReferenceTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true");
    }
}
