package dev.orrery.kernel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Messages to and from the parts that go over the wire, signed (jupyter-client.readthedocs.io, "Messaging", version 5.4). */
final class MessageCodec {
    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    /** Where parts stand, counted from the delimiter: behind it the signature, then what is signed, then buffers. */
    private static final int HEADER = 2;

    private static final int CONTENT = 5;
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

    /** Ready to sign; each message is signed with a copy, since connections read at the same time. */
    private final Mac keyed;

    private final String session;
    private final InstantSource clock;
    /** Put in the place of long texts; of another session's messages nobody can know it. */
    private final String mark = UUID.randomUUID() + "#";

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
     * Takes a content while it arrives; null if what came before says that the part is something else.
     *
     * @param reachable whether others than the kernel's own user can reach the kernel, so that the signature tells something
     */
    @Nullable
    LongContent longContent(List<byte[]> before, Spool spool, boolean reachable) {
        int start = start(before);
        if (before.size() != start + CONTENT) {
            return null;
        }
        Mac mac = null;
        if (reachable) {
            mac = copy();
            before.subList(start + HEADER, start + CONTENT).forEach(mac::update);
        }
        return new LongContent(mac, new LongStrings(spool, mark));
    }

    /**
     * @param content what took the content while it arrived; null if it is among the parts
     * @throws KernelException if it is no message, or not signed with our key
     */
    Message decode(List<byte[]> parts, @Nullable LongContent content) {
        try {
            return read(parts, content);
        } catch (KernelException e) {
            if (content != null) {
                content.abandon();
            }
            throw e;
        }
    }

    private Message read(List<byte[]> parts, @Nullable LongContent content) {
        int start = start(parts);
        if (parts.size() <= start + CONTENT) {
            throw broken("a message of " + parts.size() + " parts", null);
        }
        List<byte[]> signed = parts.subList(start + HEADER, start + CONTENT + 1);
        for (byte[] part : signed) {
            if (ZmtpReader.isPassedOver(part)) {
                throw broken("a message that is too long where it should be short", null);
            }
        }
        byte[] expected = content == null ? sign(signed.toArray(new byte[0][])) : content.signature();
        if (expected != null) {
            verify(parts.get(start + 1), expected);
        }
        List<byte[]> buffers = new ArrayList<>(parts.subList(start + CONTENT + 1, parts.size()));
        long size = content == null ? signed.getLast().length : content.size();
        String lost = content == null ? "" : content.lost();
        for (byte[] buffer : buffers) {
            size += buffer.length;
            if (ZmtpReader.isPassedOver(buffer)) {
                lost = "its binary parts are too long";
            }
        }
        ObjectNode header;
        ObjectNode parent;
        ObjectNode metadata;
        try {
            header = ProtocolJson.readLenient(signed.get(0));
            parent = ProtocolJson.readLenient(signed.get(1));
            metadata = ProtocolJson.readLenient(signed.get(2));
        } catch (JacksonException e) {
            throw broken("a message whose header is not JSON", e);
        }
        List<SpooledText> texts =
                content == null ? List.of() : content.strings().texts();
        ObjectNode body = ProtocolJson.object();
        if (lost.isEmpty()) {
            try {
                body = content == null
                        ? ProtocolJson.readLenient(signed.getLast())
                        : ProtocolJson.read(
                                content.strings().kept(), text -> SpooledText.standingFor(text, mark, texts));
            } catch (JacksonException e) {
                lost = "it cannot be read: " + e.getOriginalMessage();
            }
        }
        return new Message(
                header.path("msg_type").asString(""),
                parent.path("msg_id").asString(""),
                header.path("date").asString(""),
                metadata,
                body,
                buffers,
                texts,
                size,
                lost);
    }

    private static int start(List<byte[]> parts) {
        int start = 0;
        while (start < parts.size() && !Arrays.equals(parts.get(start), DELIMITER)) {
            start++;
        }
        return start;
    }

    private static void verify(byte[] signature, byte[] expected) {
        if (!MessageDigest.isEqual(HexFormat.of().formatHex(expected).getBytes(StandardCharsets.US_ASCII), signature)) {
            throw broken("a message with a wrong signature", null);
        }
    }

    private byte[] sign(byte[]... parts) {
        Mac mac = copy();
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private Mac copy() {
        try {
            return (Mac) keyed.clone();
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
