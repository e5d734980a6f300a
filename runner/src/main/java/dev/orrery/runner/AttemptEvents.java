package dev.orrery.runner;

import dev.orrery.kernel.CellStats;
import dev.orrery.kernel.ProtocolJson;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes an attempt's events, numbered from 1, in the shape of the API's {@code AttemptEvent}. For one thread. */
final class AttemptEvents {
    private final InstantSource clock;
    private long sequence;

    AttemptEvents(InstantSource clock) {
        this.clock = clock;
    }

    /** @param cellsTotal how many cells are going to be executed; null where the notebook could not be read */
    ObjectNode started(@Nullable Integer cellsTotal) {
        ObjectNode event = event("started");
        event.put("cells_total", cellsTotal);
        return event;
    }

    ObjectNode cellStarted(int index, String cellId) {
        return cell("cell_started", index, cellId);
    }

    /** The running cell has put something out, and the notebook may show it by now. */
    ObjectNode cellOutput(int index, String cellId) {
        return cell("cell_output", index, cellId);
    }

    ObjectNode cellFinished(int index, String cellId, CellStats stats, boolean failed) {
        ObjectNode event = cell("cell_finished", index, cellId);
        event.put("failed", failed);
        event.put("cpu_seconds", stats.cpuSeconds());
        event.put("peak_memory_bytes", stats.peakMemoryBytes());
        return event;
    }

    /** @param outputs what it hands on, by name */
    ObjectNode finished(Outcome outcome, ObjectNode outputs) {
        ObjectNode event = event("finished");
        event.put("state", outcome.state());
        event.put("exit_code", outcome.exitCode());
        Outcome.Fault error = outcome.error();
        if (error == null) {
            event.putNull("error");
        } else {
            event.set("error", error.json());
        }
        if (!outputs.isEmpty()) {
            event.set("outputs", outputs);
        }
        return event;
    }

    private ObjectNode cell(String kind, int index, String cellId) {
        ObjectNode event = event(kind);
        event.put("index", index);
        event.put("cell_id", cellId.isEmpty() ? null : cellId);
        return event;
    }

    private ObjectNode event(String kind) {
        ObjectNode event = ProtocolJson.object();
        event.put("sequence", ++sequence);
        event.put("at", clock.instant().truncatedTo(ChronoUnit.MICROS).toString());
        event.put("kind", kind);
        return event;
    }
}
