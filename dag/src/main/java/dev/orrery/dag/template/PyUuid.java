package dev.orrery.dag.template;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Python's UUID. */
record PyUuid(UUID uuid) implements PyObject {
    /** Python's module uuid. */
    static PyNamespace module(Random random) {
        return new PyNamespace(
                "macros.uuid",
                Map.of(
                        "NAMESPACE_DNS", of("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
                        "NAMESPACE_URL", of("6ba7b811-9dad-11d1-80b4-00c04fd430c8"),
                        "NAMESPACE_OID", of("6ba7b812-9dad-11d1-80b4-00c04fd430c8"),
                        "NAMESPACE_X500", of("6ba7b814-9dad-11d1-80b4-00c04fd430c8")),
                Map.of(
                        "uuid4", _ -> new PyUuid(versioned(random.nextLong(), random.nextLong(), 4)),
                        "uuid3", args -> named(args, "MD5", 3),
                        "uuid5", args -> named(args, "SHA-1", 5)));
    }

    private static PyUuid of(String text) {
        return new PyUuid(UUID.fromString(text));
    }

    private static UUID versioned(long most, long least, long version) {
        return new UUID((most & ~0xf000L) | version << 12, (least & ~(3L << 62)) | 1L << 63);
    }

    /** RFC 9562, versions 3 and 5: a digest of a namespace and a name. */
    private static PyUuid named(Arguments args, String algorithm, long version) {
        if (!(args.value(0, "namespace") instanceof PyUuid namespace)) {
            throw args.wrong("namespace", "a uuid such as macros.uuid.NAMESPACE_URL");
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(ByteBuffer.allocate(16)
                    .putLong(namespace.uuid.getMostSignificantBits())
                    .putLong(namespace.uuid.getLeastSignificantBits())
                    .flip());
            ByteBuffer bytes =
                    ByteBuffer.wrap(digest.digest(args.text(1, "name").getBytes(StandardCharsets.UTF_8)));
            return new PyUuid(versioned(bytes.getLong(), bytes.getLong(), version));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has both
        }
    }

    @Override
    public String kind() {
        return "a uuid";
    }

    @Override
    public Collection<String> names() {
        return List.of("hex", "version");
    }

    @Override
    public Optional<Object> attribute(String name) {
        return switch (name) {
            case "hex" -> Optional.of(str().replace("-", ""));
            case "version" -> Optional.of((long) uuid.version());
            default -> Optional.empty();
        };
    }

    @Override
    public @Nullable Object call(String method, Arguments arguments) {
        throw Unknown.method(this, method);
    }

    @Override
    public String str() {
        return uuid.toString();
    }

    @Override
    public String repr() {
        return "UUID('" + uuid + "')";
    }
}
