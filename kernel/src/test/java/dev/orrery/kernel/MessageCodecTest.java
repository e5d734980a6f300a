package dev.orrery.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class MessageCodecTest {
    private final MessageCodec codec = new MessageCodec("key", "session", InstantSource.system());

    @Test
    void aMessageComesBackAsItWasSent() {
        ObjectNode content = ProtocolJson.object();
        content.put("code", "print('é\u2028')");

        Message message = codec.decode(codec.encode("1", "execute_request", content), null);

        assertEquals("execute_request", message.type());
        assertEquals(content, message.content());
    }

    @Test
    void aMessageThatWasChangedIsRefused() {
        List<byte[]> parts = new ArrayList<>(codec.encode("1", "execute_request", ProtocolJson.object()));
        parts.set(5, "{\"code\": \"evil\"}".getBytes(StandardCharsets.UTF_8));

        assertThrows(KernelException.class, () -> codec.decode(parts, null));
    }

    @Test
    void aMessageSignedWithAnotherKeyIsRefused() {
        MessageCodec other = new MessageCodec("other", "session", InstantSource.system());

        assertThrows(
                KernelException.class,
                () -> other.decode(codec.encode("1", "execute_request", ProtocolJson.object()), null));
    }

    @Test
    void whatIsNoMessageIsRefused() {
        assertThrows(KernelException.class, () -> codec.decode(List.of(new byte[] {1}), null));
    }

    @Test
    void pythonsNumbersAreRead() {
        ObjectNode read = ProtocolJson.read(
                "{\"a\": NaN, \"b\": 123456789012345678901234567890}".getBytes(StandardCharsets.UTF_8));

        assertEquals(Double.NaN, read.path("a").doubleValue());
        assertEquals(
                "123456789012345678901234567890",
                read.path("b").bigIntegerValue().toString());
    }
}
