package dev.orrery.kernel;

import dev.orrery.notebook.Cell;
import dev.orrery.notebook.Notebook;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What must hold for any parts that come from a kernel: a {@link KernelException}, or a message that can be put into a notebook which can
 * then be written. Called by the fuzzer ({@code ./fuzz}) and by the tests. The input's parts are separated by the byte 0xff, which JSON never holds.
 */
public final class MessageCodecFuzz {
    private static final byte SEPARATOR = (byte) 0xff;
    private static final MessageCodec CODEC = new MessageCodec("key", "session", InstantSource.system());

    private MessageCodecFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        decode(parts(data), data.length % 2 == 0);
        // Signed by us, so that what stands behind the signature is reached.
        List<byte[]> parts = parts(data);
        if (parts.size() >= 2) {
            String type = new String(parts.getFirst(), java.nio.charset.StandardCharsets.UTF_8);
            try {
                List<byte[]> signed =
                        new ArrayList<>(CODEC.encode("id", type, ProtocolJson.read(parts.get(1)), parent()));
                signed.addAll(parts.subList(2, parts.size()));
                decode(signed, false);
            } catch (tools.jackson.core.JacksonException e) {
                // Not the JSON that this half is about.
            }
        }
    }

    private static byte[] parent() {
        return "{\"msg_id\": \"request\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static void decode(List<byte[]> parts, boolean cut) {
        Message message;
        try {
            message = CODEC.decode(parts, cut);
        } catch (KernelException e) {
            return;
        }
        Notebook notebook = Notebook.empty();
        Cell cell = Cell.code("1");
        notebook.insert(0, cell);
        OutputBudget budget = new OutputBudget(1 << 16);
        Widgets widgets = new Widgets(budget, (comm, state) -> {});
        NotebookOutputs outputs = new NotebookOutputs(budget, new ExecutionListener() {}, widgets);
        outputs.apply(message, 0, cell);
        outputs.apply(message, 0, cell);
        widgets.writeTo(notebook.metadata());
        Notebook.parse(notebook.write());
    }

    private static List<byte[]> parts(byte[] data) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= data.length; i++) {
            if (i == data.length || data[i] == SEPARATOR) {
                parts.add(Arrays.copyOfRange(data, start, i));
                start = i + 1;
            }
        }
        return parts;
    }
}
