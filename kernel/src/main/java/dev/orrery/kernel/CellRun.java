package dev.orrery.kernel;

import dev.orrery.notebook.Cell;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One execute request: sent when made, over when both its reply and the idle status that closes its output have come. */
final class CellRun {
    /**
     * When one of reply and idle status has come, the other is waited for as long as messages keep arriving; a kernel that then
     * says nothing for this long has lost it.
     */
    private static final Duration QUIET = Duration.ofSeconds(10);

    private static final Duration TICK = Duration.ofMillis(500);

    /** How far it got. */
    sealed interface Progress {
        record Done(ObjectNode reply) implements Progress {}

        record Running() implements Progress {}

        record Silent() implements Progress {}

        record Gone(String how) implements Progress {}
    }

    private final KernelClient client;
    private final Runnable interrupt;
    private final NotebookOutputs outputs;
    private final int index;
    private final Cell cell;
    private final String requestId;
    private final ObjectNode times;

    private long nextTick = System.nanoTime() + TICK.toNanos();
    private boolean idle;
    private boolean askedForInput;
    private @Nullable ObjectNode reply;

    CellRun(KernelClient client, Runnable interrupt, NotebookOutputs outputs, int index, Cell cell) {
        this.client = client;
        this.interrupt = interrupt;
        this.outputs = outputs;
        this.index = index;
        this.cell = cell;
        this.times = cell.metadata().putObject("execution");
        ObjectNode content = ProtocolJson.object();
        content.put("code", cell.source());
        content.put("silent", false);
        content.put("store_history", true);
        content.putObject("user_expressions");
        content.put("allow_stdin", false);
        content.put("stop_on_error", !cell.hasTag(NotebookExecutor.RAISES_EXCEPTION));
        this.requestId = client.send(Channel.SHELL, "execute_request", content);
    }

    /** Whether the kernel asked for input, which nobody can give, and was interrupted for that. */
    boolean askedForInput() {
        return askedForInput;
    }

    /**
     * Takes what the kernel sends until the request is over.
     *
     * @param deadline for the reply, by {@link System#nanoTime}; null for none
     */
    Progress advance(@Nullable Long deadline) throws InterruptedException {
        while (true) {
            ObjectNode answer = reply;
            if (answer != null && idle) {
                return new Progress.Done(answer);
            }
            boolean ending = answer != null || idle;
            Duration limit =
                    ending || deadline == null ? QUIET : Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            KernelEvent event = next(limit);
            switch (event) {
                case KernelEvent.Received received -> receive(received.channel(), received.message());
                case KernelEvent.Broken broken -> {
                    return new Progress.Gone(broken.how());
                }
                case KernelEvent.Died died -> {
                    return new Progress.Gone(died.how());
                }
                case null -> {
                    if (ending) {
                        return new Progress.Silent();
                    }
                    if (deadline != null) {
                        return new Progress.Running();
                    }
                }
            }
        }
    }

    /** As the client's, and meanwhile says that the cell runs. */
    private @Nullable KernelEvent next(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            long now = System.nanoTime();
            if (now - nextTick >= 0) {
                nextTick = now + TICK.toNanos();
                outputs.running(index);
            }
            KernelEvent event = client.next(Duration.ofNanos(Math.clamp(end - now, 0, TICK.toNanos())));
            if (event != null || System.nanoTime() - end >= 0) {
                return event;
            }
        }
    }

    private void receive(Channel channel, Message message) {
        if (!message.parentId().equals(requestId)) {
            outputs.applyForeign(message);
            return;
        }
        switch (channel) {
            case SHELL -> {
                if (message.type().equals("execute_reply")) {
                    reply = message.content();
                    times.put("shell.execute_reply", message.date());
                    JsonNode count = message.content().path("execution_count");
                    if (count.isInt()) {
                        cell.setExecutionCount(count.intValue());
                    }
                }
            }
            case STDIN -> {
                if (message.type().equals("input_request")) {
                    askedForInput = true;
                    interrupt.run();
                }
            }
            case IOPUB -> published(message);
            case CONTROL -> {
                // Answers to an interrupt: the cell's own reply tells what came of it.
            }
        }
    }

    private void published(Message message) {
        switch (message.type()) {
            case "status" -> {
                String state = message.content().path("execution_state").asString("");
                if (List.of("busy", "idle").contains(state)) {
                    times.put("iopub.status." + state, message.date());
                    idle = state.equals("idle");
                }
            }
            case "execute_input" -> times.put("iopub.execute_input", message.date());
            default -> {
                // What shows is for the outputs.
            }
        }
        outputs.apply(message, index, cell);
    }
}
