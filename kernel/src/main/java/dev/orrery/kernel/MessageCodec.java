package dev.orrery.kernel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Messages to and from the parts that go over the wire, signed (jupyter-client.readthedocs.io, "Messaging", version 5.4). */
final class MessageCodec {
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

    /** Ready to sign; each message is signed with a copy, since connections read at the same time. */
    private final Mac keyed;

    private final String session;
    private final InstantSource clock;

    /**
     * The first one of a process takes some ten milliseconds, in which Java's cryptography is loaded: make it while the kernel starts.
     *
     * @param key the secret of the connection file
     */
    MessageCodec(String key, String session, InstantSource clock) {
        this.keyed = keyed(key);
        this.session = session;
        this.clock = clock;
    }

    /** @param id chosen by the caller, unlike any other */
    List<byte[]> encode(String id, String type, ObjectNode content) {
        return encode(id, type, content, EMPTY_OBJECT);
    }

    /** @param parent the header of the request that this answers, as it came */
    List<byte[]> encode(String id, String type, ObjectNode content, byte[] parent) {
        ObjectNode header = ProtocolJson.object();
        header.put("msg_id", id);
        header.put("session", session);
        header.put("username", "orrery");
        header.put("date", clock.instant().toString());
        header.put("msg_type", type);
        header.put("version", "5.4");
        byte[] head = ProtocolJson.write(header);
        byte[] body = ProtocolJson.write(content);
        byte[] signature =
                HexFormat.of().formatHex(sign(head, parent, EMPTY_OBJECT, body)).getBytes(StandardCharsets.US_ASCII);
        return List.of(DELIMITER, signature, head, parent, EMPTY_OBJECT, body);
    }

    /**
     * @param cut whether parts were dropped as too long: such a message cannot be verified, and its content is taken as empty
     * @throws KernelException if it is no message, or not signed with our key
     */
    Message decode(List<byte[]> parts, boolean cut) {
        int start = 0;
        while (start < parts.size() && !Arrays.equals(parts.get(start), DELIMITER)) {
            start++;
        }
        if (parts.size() < start + 6) {
            throw broken("a message of " + parts.size() + " parts", null);
        }
        List<byte[]> signed = parts.subList(start + 2, start + 6);
        if (!cut) {
            verify(parts.get(start + 1), signed);
        }
        try {
            ObjectNode header = ProtocolJson.read(signed.get(0));
            List<byte[]> buffers = new ArrayList<>(parts.subList(start + 6, parts.size()));
            int size = signed.get(3).length;
            for (byte[] buffer : buffers) {
                size += buffer.length;
            }
            return new Message(
                    header.path("msg_type").asString(""),
                    ProtocolJson.read(signed.get(1)).path("msg_id").asString(""),
                    header.path("date").asString(""),
                    ProtocolJson.read(signed.get(2)),
                    ProtocolJson.read(signed.get(3)),
                    buffers,
                    size,
                    cut);
        } catch (JacksonException e) {
            throw broken("a message that is not JSON", e);
        }
    }

    private void verify(byte[] signature, List<byte[]> signed) {
        byte[] expected =
                HexFormat.of().formatHex(sign(signed.toArray(new byte[0][]))).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, signature)) {
            throw broken("a message with a wrong signature", null);
        }
    }

    private byte[] sign(byte[]... parts) {
        try {
            Mac mac = (Mac) keyed.clone();
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own HmacSHA256 can be copied", e);
        }
    }

    private static Mac keyed(String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 belongs to every Java", e);
        }
    }

    private static KernelException broken(String what, @Nullable Throwable cause) {
        String message = "The kernel sent " + what;
        String remedy = "Check that the kernel speaks Jupyter's protocol, version 5.";
        return cause == null ? new KernelException(message, remedy) : new KernelException(message, remedy, cause);
    }
}
