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

    /** A kernel that has processor time is at work, such as on making a message of a long text: it is given this much longer. */
    private static final Duration AT_WORK = Duration.ofMinutes(2);

    private static final double WORKING_SECONDS = 0.5;

    private static final int MOST_INTERRUPTS = 2;
    private static final Duration TICK = Duration.ofMillis(500);

    /** How far it got. */
    sealed interface Progress {
        record Done(ObjectNode reply) implements Progress {}

        record Running() implements Progress {}

        record Silent() implements Progress {}

        record Gone(String how) implements Progress {}
    }

    private final StartedKernel kernel;
    private final KernelClient client;
    private final NotebookOutputs outputs;
    private final int index;
    private final Cell cell;
    private final String requestId;
    private final ObjectNode times;

    private String gone = "";
    private double cpuSeconds;
    private @Nullable Long quietSince;
    private long nextTick = System.nanoTime() + TICK.toNanos();
    private boolean idle;
    private boolean askedForInput;
    private int inputInterrupts;
    private long interruptedAt;
    private @Nullable ObjectNode reply;

    CellRun(StartedKernel kernel, NotebookOutputs outputs, int index, Cell cell) {
        this.kernel = kernel;
        this.client = kernel.client();
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
        while (gone.isEmpty()) {
            ObjectNode answer = reply;
            if (answer != null && idle) {
                return new Progress.Done(answer);
            }
            if (isStuckAtInput()) {
                return new Progress.Silent();
            }
            boolean ending = answer != null || idle;
            // Looked at for each message: a kernel that never stops printing leaves no pause to look in.
            if (answer == null && deadline != null && System.nanoTime() - deadline >= 0) {
                return new Progress.Running();
            }
            Duration limit = ending || askedForInput || deadline == null
                    ? QUIET
                    : Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            KernelEvent event = next(limit);
            switch (event) {
                case KernelEvent.Received received -> {
                    quietSince = null;
                    receive(received.channel(), received.message());
                    received.message().done();
                }
                case KernelEvent.Dropped dropped -> outputs.warning(dropped.why() + "; it was dropped.");
                case KernelEvent.Broken broken -> {
                    return new Progress.Gone(broken.how());
                }
                case KernelEvent.Died died -> {
                    return new Progress.Gone(died.how());
                }
                case null -> {
                    if (ending && isSilent()) {
                        return new Progress.Silent();
                    }
                }
            }
        }
        return new Progress.Gone(gone);
    }

    /** An interrupt may come a moment before the kernel would take it: once more, then no more. What it prints meanwhile does not count. */
    private boolean isStuckAtInput() {
        if (!askedForInput || reply != null || System.nanoTime() - interruptedAt < QUIET.toNanos()) {
            return false;
        }
        if (inputInterrupts == MOST_INTERRUPTS) {
            return true;
        }
        interruptForInput();
        return false;
    }

    private void interruptForInput() {
        inputInterrupts++;
        interruptedAt = System.nanoTime();
        kernel.interrupt();
    }

    /** Whether nothing more is to be expected: not a byte came for a while, and the process does not work either, or has for too long. */
    private boolean isSilent() {
        long now = System.nanoTime();
        Double cpu = kernel.usage().cpuSeconds();
        double before = cpuSeconds;
        cpuSeconds = cpu == null ? 0 : cpu;
        if (now - client.heardAt() < QUIET.toNanos()) {
            return false;
        }
        Long since = quietSince;
        if (since == null) {
            since = now;
            quietSince = since;
        }
        return cpuSeconds - before < WORKING_SECONDS || now - since > AT_WORK.toNanos();
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
        if (channel == Channel.IOPUB && message.type().equals("status")) {
            noteRestart(message);
        }
        if (!message.parentId().equals(requestId)) {
            outputs.applyForeign(message);
            return;
        }
        switch (channel) {
            case SHELL -> {
                if (message.type().equals("execute_reply")) {
                    reply = message.lost().isEmpty() ? message.content() : unreadable(message);
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
                    if (inputInterrupts == 0) {
                        interruptForInput();
                    }
                }
            }
            case IOPUB -> published(message);
            case CONTROL -> {
                // Answers to an interrupt: the cell's own reply tells what came of it.
            }
        }
    }

    /** A kernel that is started anew has no request as the parent of its status. */
    private void noteRestart(Message message) {
        String state = message.content().path("execution_state").asString("");
        if (state.contains("restarting") || state.equals("dead")) {
            gone = "said of itself that it is " + state + ": its variables are lost";
        }
    }

    private ObjectNode unreadable(Message message) {
        outputs.warning(
                "The kernel's reply of " + message.size() + " bytes was not read, since " + message.lost() + ".");
        return ProtocolJson.object();
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
