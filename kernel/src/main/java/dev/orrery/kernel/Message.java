package dev.orrery.kernel;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * One message of the kernel protocol, as received.
 *
 * @param parentId id of the request that it belongs to; empty if none
 * @param date the kernel's header date, as sent
 * @param texts those of the content that are in the spool; whoever keeps one holds it
 * @param size bytes of content and buffers
 * @param lost why the content is not here, as in "since ..."; empty if it is
 */
record Message(
        String type,
        String parentId,
        String date,
        ObjectNode metadata,
        ObjectNode content,
        List<byte[]> buffers,
        List<SpooledText> texts,
        long size,
        String lost) {
    Message {
        buffers = List.copyOf(buffers);
        texts = List.copyOf(texts);
    }

    /** What it takes of memory while it waits, in KiB. Its part on disk counts a little, too, so that this is bounded as well. */
    int waitingKib() {
        long spooled = 0;
        for (SpooledText text : texts) {
            spooled += text.bytes();
        }
        return (int) Math.min(Integer.MAX_VALUE, 1 + (Math.max(0, size - spooled) >> 9) + (spooled >> 14));
    }

    /** It was dealt with: texts that nobody holds are gone. */
    void done() {
        texts.forEach(SpooledText::letGo);
    }
}
