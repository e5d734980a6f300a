package dev.orrery.scheduler;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a run, found by name. Unchangeable; a copy with a change shares what it can, so that a run of a thousand
 * instances is as quick to decide on as one of ten.
 */
final class Tasks extends AbstractList<TaskStatus> implements RandomAccess {
    private final TaskStatus[] tasks;
    private final Map<String, Integer> positions;

    private Tasks(TaskStatus[] tasks, Map<String, Integer> positions) {
        this.tasks = tasks;
        this.positions = positions;
    }

    static Tasks of(Collection<TaskStatus> tasks) {
        return tasks instanceof Tasks ready ? ready : of(tasks.toArray(TaskStatus[]::new));
    }

    private static Tasks of(TaskStatus[] tasks) {
        Map<String, Integer> positions = HashMap.newHashMap(tasks.length);
        for (int i = 0; i < tasks.length; i++) {
            if (positions.put(tasks[i].taskId(), i) != null) {
                throw new IllegalArgumentException("two tasks '" + tasks[i].taskId() + "'");
            }
        }
        return new Tasks(tasks, positions);
    }

    @Override
    public TaskStatus get(int index) {
        return tasks[index];
    }

    @Override
    public int size() {
        return tasks.length;
    }

    Optional<TaskStatus> find(String taskId) {
        Integer position = positions.get(taskId);
        return position == null ? Optional.empty() : Optional.of(tasks[position]);
    }

    /** With these in place of those of the same names; ones that are not there yet come behind all others. */
    Tasks with(Collection<TaskStatus> changed) {
        TaskStatus[] copy = tasks.clone();
        int added = 0;
        for (TaskStatus task : changed) {
            Integer position = positions.get(task.taskId());
            if (position == null) {
                added++;
            } else {
                copy[position] = task;
            }
        }
        if (added == 0) {
            return new Tasks(copy, positions);
        }
        TaskStatus[] longer = Arrays.copyOf(copy, copy.length + added);
        int end = copy.length;
        for (TaskStatus task : changed) {
            if (!positions.containsKey(task.taskId())) {
                longer[end++] = task;
            }
        }
        return of(longer);
    }

    /** Most tasks of two states of a run are the very same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Tasks same ? Arrays.equals(tasks, same.tasks) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    /** The instances of a task, in their order. */
    List<TaskStatus> instances(String taskId) {
        return Arrays.stream(tasks)
                .filter(task -> task.mapping() instanceof Mapping.Instance(String of, int index) && of.equals(taskId))
                .toList();
    }
}
