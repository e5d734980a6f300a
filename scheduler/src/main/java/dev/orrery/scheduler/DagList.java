package dev.orrery.scheduler;

import dev.orrery.database.Transaction;
import dev.orrery.scheduler.Views.DagView;
import dev.orrery.scheduler.Views.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The list of dags, filtered, ordered and cut here: a page of thousands asks for what it shows. */
final class DagList {
    static final int RECENT_RUNS = 20;

    /** As many dags as one query names. */
    private static final int AT_ONCE = 500;

    /**
     * {@code DagList}.
     *
     * @param total how many fit the query in full, of which {@code dags} are a stretch
     * @param counts of those that fit but for state and pause
     * @param owners of all dags, as {@code tags}
     */
    record Answer(List<DagView> dags, int total, Counts counts, Iterable<String> owners, Iterable<String> tags) {}

    /** @param states how many dags there are by the state of their newest run */
    record Counts(int all, int paused, Map<String, Integer> states) {}

    private final JdbcSchedulerStore store;
    private final DagHeads heads;
    private final ShownVersions versions;

    DagList(JdbcSchedulerStore store, DagHeads heads, ShownVersions versions) {
        this.store = store;
        this.heads = heads;
        this.versions = versions;
    }

    Answer answer(DagQuery query) {
        List<DagHead> dags = heads.all();
        return store.read(tx -> {
            TreeSet<String> owners = new TreeSet<>();
            TreeSet<String> tags = new TreeSet<>();
            TreeMap<String, Integer> states = new TreeMap<>();
            int all = 0;
            int paused = 0;
            List<DagHead> found = new ArrayList<>();
            for (DagHead head : versions.of(tx, dags)) {
                ShownDag shown = Objects.requireNonNull(head.shown()).shown();
                owners.add(shown.owner());
                tags.addAll(shown.tags());
                if (!query.fits(head, shown)) {
                    continue;
                }
                all++;
                paused += head.paused() ? 1 : 0;
                if (head.lastState() != null) {
                    states.merge(head.lastState().text(), 1, Integer::sum);
                }
                if (query.stands(head)) {
                    found.add(head);
                }
            }
            found.sort(query.order());
            int from = Math.min(query.offset(), found.size());
            List<DagHead> page = found.subList(from, from + Math.min(query.limit(), found.size() - from));
            return new Answer(views(tx, page), found.size(), new Counts(all, paused, states), owners, tags);
        });
    }

    private List<DagView> views(Transaction tx, List<DagHead> page) {
        List<DagView> views = new ArrayList<>(page.size());
        for (int at = 0; at < page.size(); at += AT_ONCE) {
            List<DagHead> some = page.subList(at, Math.min(page.size(), at + AT_ONCE));
            Map<String, List<RunRow>> runs =
                    store
                            .history()
                            .newestOfEach(tx, some.stream().map(DagHead::dagId).toList(), RECENT_RUNS)
                            .stream()
                            .collect(Collectors.groupingBy(run -> run.key().dagId()));
            some.forEach(head -> views.add(view(head, runs.getOrDefault(head.dagId(), List.of()))));
        }
        return views;
    }

    /** @param newestFirst may hold some more than are shown, where several were due at the same time */
    static DagView view(DagHead head, List<RunRow> newestFirst) {
        List<RunView> recent = newestFirst.stream()
                .limit(RECENT_RUNS)
                .map(RunView::of)
                .toList()
                .reversed();
        return DagView.of(head, recent);
    }
}
