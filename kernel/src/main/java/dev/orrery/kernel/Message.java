package dev.orrery.kernel;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * One message of the kernel protocol, as received.
 *
 * @param parentId id of the request that it belongs to; empty if none
 * @param date the kernel's header date, as sent
 * @param size bytes of content and buffers
 * @param cut whether content was too long to take, and is empty
 */
record Message(
        String type,
        String parentId,
        String date,
        ObjectNode metadata,
        ObjectNode content,
        List<byte[]> buffers,
        int size,
        boolean cut) {
    Message {
        buffers = List.copyOf(buffers);
    }
}
