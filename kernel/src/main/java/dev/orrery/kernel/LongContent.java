package dev.orrery.kernel;

import java.io.IOException;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * A message's content that is too long for memory: sorted while it arrives, and its signature made. That is left out over a Unix socket,
 * where it takes longer than all the rest and proves nothing: who can reach the socket can read the key, which lies beside it.
 */
final class LongContent implements ZmtpConnection.LongPart {
    private final @Nullable Mac mac;
    private final LongStrings strings;
    private long size;
    private String lost = "";

    /** @param mac that has seen what is signed before the content; null where the signature need not be checked */
    LongContent(@Nullable Mac mac, LongStrings strings) {
        this.mac = mac;
        this.strings = strings;
    }

    @Override
    public void take(byte[] bytes, int from, int count) {
        if (mac != null) {
            mac.update(bytes, from, count);
        }
        size += count;
        if (!lost.isEmpty()) {
            return;
        }
        try {
            strings.take(bytes, from, from + count);
            if (strings.tooMuch()) {
                lost = "it has more than " + (LongStrings.MOST_KEPT >> 20) + " MiB beside its long texts";
            }
        } catch (IOException e) {
            strings.abandon();
            lost = "the temporary folder cannot hold it: " + e.getMessage();
        }
    }

    @Override
    public void abandon() {
        strings.abandon();
    }

    /** Null where it need not be checked. */
    byte @Nullable [] signature() {
        return mac == null ? null : mac.doFinal();
    }

    LongStrings strings() {
        return strings;
    }

    long size() {
        return size;
    }

    /** Why it could not be taken; empty if it was. */
    String lost() {
        return lost;
    }
}
