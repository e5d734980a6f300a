package dev.orrery.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object storage does. */
abstract class ObjectStorageContract {
    abstract ObjectStorage storage();

    @Test
    void what_was_put_is_got() {
        storage().put("a/b:1+2/c.txt", bytes("hello"));
        assertArrayEquals(bytes("hello"), storage().get("a/b:1+2/c.txt").orElseThrow());
        assertEquals(OptionalLong.of(5), storage().size("a/b:1+2/c.txt"));
    }

    @Test
    void the_second_put_replaces_the_first() {
        storage().put("k", bytes("a longer text"));
        storage().put("k", bytes("new"));
        assertArrayEquals(bytes("new"), storage().get("k").orElseThrow());
    }

    @Test
    void what_was_never_put_is_empty() {
        assertEquals(Optional.empty(), storage().get("no/such/thing"));
        assertEquals(Optional.empty(), storage().get("no/such/thing", 0, 5));
        assertEquals(Optional.empty(), storage().open("no/such/thing"));
        assertEquals(OptionalLong.empty(), storage().size("no/such/thing"));
        assertEquals(List.of(), storage().list("no/such"));
    }

    @Test
    void a_part_is_read_from_an_offset() {
        storage().put("k", bytes("0123456789"));
        assertArrayEquals(bytes("345"), storage().get("k", 3, 3).orElseThrow());
        assertArrayEquals(bytes("89"), storage().get("k", 8, 100).orElseThrow());
        assertArrayEquals(bytes(""), storage().get("k", 11, 100).orElseThrow());
    }

    @Test
    void a_longer_object_than_allowed_is_refused() {
        storage().put("k", bytes("0123456789"));
        assertArrayEquals(bytes("0123456789"), storage().get("k", 10).orElseThrow());
        assertThrows(StorageException.class, () -> storage().get("k", 9));
    }

    @Test
    void a_stream_gives_every_byte_once() throws IOException {
        byte[] content = new byte[100_001];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31);
        }
        storage().put("k", content);
        try (var in = storage().open("k").orElseThrow()) {
            assertEquals(content[0] & 0xff, in.read());
            byte[] rest = in.readAllBytes();
            assertEquals(content.length - 1, rest.length);
            assertEquals(content[content.length - 1], rest[rest.length - 1]);
            assertEquals(-1, in.read());
        }
    }

    @Test
    void a_list_is_of_whole_segments_and_in_order() {
        storage().put("run/b", bytes("1"));
        storage().put("run/a/x", bytes("1"));
        storage().put("runner/c", bytes("1"));
        assertEquals(List.of("run/a/x", "run/b"), storage().list("run"));
        assertEquals(List.of("run/a/x", "run/b"), storage().list("run/"));
        assertEquals(List.of("run/a/x", "run/b", "runner/c"), storage().list(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/a", "a/", "a//b", ".", "..", "a/../b", "a/./b", ".tmp-1", "a\\b", "a\0b", "a b", "é", "a\nb"
            })
    void a_key_that_is_none_is_refused(String key) {
        assertTrue(assertThrows(StorageException.class, () -> storage().put(key, bytes("x")))
                .getMessage()
                .contains("part"));
        assertThrows(StorageException.class, () -> storage().get(key));
        assertThrows(StorageException.class, () -> storage().size(key));
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
