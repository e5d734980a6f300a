package dev.orrery.scheduler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be done about a run after a decision. */
sealed interface RunAction {
    /** Make this attempt, to be launched as soon as there is a free place. */
    record Launch(String taskId, int attempt) implements RunAction {}

    /** Ask the gates of these tasks, and come back with {@link RunEvent.Answered} at once. */
    record Ask(List<String> taskIds) implements RunAction {
        public Ask {
            taskIds = List.copyOf(taskIds);
        }
    }

    /** Keep the instances of a task and their items; before any attempt of theirs is made. */
    record Expand(String taskId, List<@Nullable Object> items) implements RunAction {
        public Expand {
            items = Collections.unmodifiableList(new ArrayList<>(items));
        }
    }

    /** Make this attempt as one that has failed before it could be launched. */
    record Fail(String taskId, int attempt, Answer.Broken why) implements RunAction {}

    /** Make this attempt, which has no process, and look at once whether what it waits for has come. */
    record Await(String taskId, int attempt) implements RunAction {}

    /** Look whether what this attempt waits for has come; where its wait is over, come back with {@link RunEvent.WaitEnded}. */
    record Watch(String taskId, int attempt) implements RunAction {}

    /** End this attempt: drop it where its process was not launched, stop the process otherwise. */
    record Stop(String taskId, int attempt) implements RunAction {}

    /** Come back with {@link RunEvent.RetryDue} at that time. */
    record WakeAt(String taskId, Instant at) implements RunAction {}
}
