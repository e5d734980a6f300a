package dev.orrery.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WildcardTest {
    @Test
    void isWhatTheFileSystemsPatternsAre() {
        Random random = new Random(1);
        List<String> parts = List.of("a", "b", "-", "*", "?", "**", "[ab]", "[!a]", "[a-c]", "{a,bb}", "\\*", "ü");
        List<String> letters = List.of("a", "b", "c", "-", "*", "ü");
        for (int i = 0; i < 20_000; i++) {
            String pattern = joined(random, parts, 6);
            String name = joined(random, letters, 7);
            boolean expected =
                    FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(name));
            assertEquals(expected, Wildcard.shell(pattern).test(name), pattern + " on " + name);
        }
    }

    @Test
    void starsGoOverSlashesAndAllElseIsAsItIs() {
        assertEquals(true, Wildcard.stars("a/*.csv").test("a/b/c.csv"));
        assertFalse(Wildcard.stars("a/*.csv").test("a/b/c.csv.gz"));
        assertEquals(true, Wildcard.stars("[a]?").test("[a]x"));
        assertEquals(true, Wildcard.stars("*").test(""));
        assertFalse(Wildcard.stars("?").test(""));
    }

    @Test
    @Timeout(20)
    void manyStarsDoNotKeepTheServerBusy() {
        assertFalse(Wildcard.shell("*a".repeat(100) + "b").test("a".repeat(255)));
        assertFalse(Wildcard.stars("*a".repeat(400) + "b").test("a".repeat(1024)));
    }

    @Test
    void whatIsNotClosedIsSaid() {
        assertThrows(IllegalArgumentException.class, () -> Wildcard.shell("[a"));
        assertThrows(IllegalArgumentException.class, () -> Wildcard.shell("{a,b"));
        assertThrows(IllegalArgumentException.class, () -> Wildcard.shell("{a,b,c,d,e}".repeat(3)));
    }

    private static String joined(Random random, List<String> from, int most) {
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(most); n > 0; n--) {
            text.append(from.get(random.nextInt(from.size())));
        }
        return text.toString();
    }
}
