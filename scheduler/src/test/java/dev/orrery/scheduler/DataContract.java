package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that come as data was made anew, whichever database is below. */
@Timeout(60)
abstract class DataContract extends SchedulerTestCase {
    private static final String SALES = "dag_id: sales\ntasks:\n  load: {notebook: a.ipynb, produces: sales}\n"
            + "  clean: {notebook: a.ipynb, after: load}\n";
    private static final String STOCK = "dag_id: stock\nproduces: stock\nnotebook_name: a.ipynb\n";

    @Test
    void aTasksSuccessStartsOnceWhoConsumesWhatItMakes() {
        deploy(SALES);
        deploy("dag_id: report\nconsumes: sales\nnotebook_name: a.ipynb\n");
        String sales = testing.trigger("sales");
        finish("sales", sales, "load");
        RunRow run = only("report");
        assertEquals(RunKind.ASSET, run.kind());
        assertEquals("asset_triggered__2026-03-05T10:00:00+00:00", run.key().runId());
        assertNull(run.triggeredBy());
        assertEquals(
                List.of(new JdbcDataStore.Event("sales", "sales", sales, "load", testing.now)), sources(run.key()));
        finish("sales", sales, "clean");
        only("report");
        assertEquals(
                List.of(new JdbcDataStore.Consequence(
                        "sales", "report", run.key().runId())),
                consequences(new RunKey("sales", sales)));
    }

    @Test
    void allThatIsConsumedMustBeMadeAnewForEachRun() {
        deploy(SALES);
        deploy(STOCK);
        deploy("dag_id: report\nconsumes: [sales, stock]\nnotebook_name: a.ipynb\n");
        finish("sales", testing.trigger("sales"), "load");
        testing.advance(Duration.ofSeconds(1));
        finish("sales", testing.trigger("sales"), "load");
        assertEquals(List.of(), testing.runs("report"));
        finish("stock", testing.trigger("stock"), "a");
        assertEquals(3, sources(only("report").key()).size());
        testing.advance(Duration.ofSeconds(1));
        finish("stock", testing.trigger("stock"), "a");
        only("report");
        finish("sales", testing.trigger("sales"), "load");
        assertEquals(2, testing.runs("report").size());
    }

    @Test
    void oneIsEnoughWhereTheDagSaysSo() {
        deploy(SALES);
        deploy(STOCK);
        deploy("dag_id: report\nconsumes: {any: [sales, stock]}\nnotebook_name: a.ipynb\n");
        finish("stock", testing.trigger("stock"), "a");
        testing.advance(Duration.ofSeconds(1));
        finish("sales", testing.trigger("sales"), "load");
        assertEquals(2, testing.runs("report").size());
    }

    @Test
    void neitherFailureNorAMarkMakesDataAnew() {
        deploy(SALES);
        deploy(STOCK);
        deploy("dag_id: report\nconsumes: {any: [sales, stock]}\nnotebook_name: a.ipynb\n");
        String stock = testing.trigger("stock");
        testing.finish(testing.attempt("stock", stock, "a"), FAILED);
        testing.scheduler
                .corrections()
                .mark(
                        "stock",
                        new RunSelection.Named(List.of(stock)),
                        new TaskSelection(List.of("a"), false, false, false),
                        TaskState.SUCCESS,
                        false);
        testing.settle();
        assertEquals("success: success", testing.states("stock", stock));
        assertEquals(List.of(), testing.runs("report"));
    }

    @Test
    void aTaskThatRunsAgainMakesItAnewOnceMore() {
        deploy(SALES);
        deploy("dag_id: report\nconsumes: sales\nnotebook_name: a.ipynb\n");
        String sales = testing.trigger("sales");
        finish("sales", sales, "load");
        finish("sales", sales, "clean");
        testing.scheduler.retryTask("sales", sales, "load");
        testing.advance(Duration.ofSeconds(1));
        finish("sales", sales, "load");
        assertEquals(2, testing.runs("report").size());
    }

    @Test
    void aPausedDagMissesWhatIsMadeMeanwhile() {
        deploy(SALES);
        deploy("dag_id: report\nconsumes: sales\nnotebook_name: a.ipynb\n");
        testing.scheduler.pause("report", "ana", null);
        finish("sales", testing.trigger("sales"), "load");
        testing.scheduler.resume("report");
        testing.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), testing.runs("report"));
        finish("sales", testing.trigger("sales"), "load");
        only("report");
    }

    @Test
    void whatWasPendingBeforeThePauseStaysSo() {
        deploy(SALES);
        deploy(STOCK);
        deploy("dag_id: report\nconsumes: [sales, stock]\nnotebook_name: a.ipynb\n");
        finish("sales", testing.trigger("sales"), "load");
        testing.scheduler.pause("report", "ana", null);
        testing.scheduler.resume("report");
        finish("stock", testing.trigger("stock"), "a");
        only("report");
    }

    @Test
    void aScheduleComesBesideTheData() {
        deploy(SALES);
        deploy("dag_id: report\nschedule: '@daily'\nstart_date: 2026-03-04\nconsumes: sales\nnotebook_name: a.ipynb\n");
        testing.settle();
        assertEquals(List.of(RunKind.SCHEDULED), kinds("report"));
        finish("sales", testing.trigger("sales"), "load");
        testing.advance(Duration.ofDays(1));
        assertEquals(List.of(RunKind.SCHEDULED, RunKind.ASSET, RunKind.SCHEDULED), kinds("report"));
    }

    @Test
    void itsIntervalIsThatOfTheRunsThatMadeTheData() {
        deploy("dag_id: sales\nschedule: '@daily'\nstart_date: 2026-03-04\nproduces: sales\nnotebook_name: a.ipynb\n");
        deploy("dag_id: report\nconsumes: sales\nparameters: {day: '{{ ds }}'}\nnotebook_name: a.ipynb\n");
        testing.settle();
        finish("sales", "scheduled__2026-03-05T00:00:00+00:00", "a");
        RunRow run = only("report");
        assertEquals(testing.runs("sales").getFirst().interval(), run.interval());
        assertEquals(
                Map.of("day", "2026-03-04"),
                testing.attempt("report", run.key().runId(), "a").parameters());
    }

    @Test
    void aServerKilledBetweenTheEndAndTheRunMakesItWhenItIsBack() {
        deploy(SALES);
        deploy("dag_id: report\nconsumes: sales\nnotebook_name: a.ipynb\n");
        String sales = testing.trigger("sales");
        AttemptRow attempt = testing.attempt("sales", sales, "load");
        testing.started(attempt, 1);
        // The report is taken, and nothing follows: the timer of this life never looks.
        testing.scheduler.reports().take(attempt.attemptId(), List.of(testing.finished(2, SUCCESS, null)));
        testing.scheduler.reports().take(attempt.attemptId(), List.of(testing.finished(2, SUCCESS, null)));
        assertEquals(List.of(), testing.runs("report"));
        for (int life = 0; life < 2; life++) {
            testing.open();
            testing.scheduler.recover();
            testing.settle();
            assertEquals(1, sources(only("report").key()).size());
        }
    }

    @Test
    void anotherVersionWithLessToWaitForStartsAtOnce() {
        deploy(SALES);
        deploy("dag_id: report\nconsumes: [sales, stock]\nnotebook_name: a.ipynb\n");
        finish("sales", testing.trigger("sales"), "load");
        assertEquals(List.of(), testing.runs("report"));
        testing.deploy(TestingDags.parse("dag_id: report\nconsumes: [sales]\nnotebook_name: a.ipynb\n"), "c2");
        testing.settle();
        only("report");
    }

    @Test
    void aDagsScheduleSaysWhatItWaitsFor() {
        String tail = "\nnotebook_name: a.ipynb\n";
        assertEquals("when a and b are made anew", words("dag_id: d\nconsumes: [a, b]" + tail));
        assertEquals(
                "every day at 00:00, and when a or b is made anew",
                words("dag_id: d\nschedule: '@daily'\nstart_date: 2026-03-04\nconsumes: {any: [a, b]}" + tail));
    }

    private static String words(String yaml) {
        return ShownDag.of(TestingDags.parse(yaml)).scheduleText();
    }

    @Test
    void templatesSeeWhatStartedTheRun() {
        deploy(SALES);
        deploy(
                "dag_id: report\nconsumes: sales\nnotebook_name: a.ipynb\nparameters:\n"
                        + "  run: \"{{ triggering_asset_events['sales'][0].source_run_id }}\"\n"
                        + "  dag: \"{{ (triggering_asset_events.values() | first | first).source_dag_run.dag_id }}\"\n"
                        + "  names: \"{% for name, events in triggering_asset_events.items() %}{{ name }} {{ events | length }}{% endfor %}\"\n");
        String sales = testing.trigger("sales");
        finish("sales", sales, "load");
        assertEquals(
                Map.of("run", sales, "dag", "sales", "names", "sales 1"),
                testing.attempt("report", only("report").key().runId(), "a").parameters());
    }

    @Test
    void severalMadeTogetherStartOneRunEach() {
        deploy("dag_id: sales\nproduces: [a, b]\nmax_active_runs: 1\nnotebook_name: a.ipynb\n");
        for (int i = 0; i < 5; i++) {
            deploy("dag_id: r" + i + "\nconsumes: [a, b]\nnotebook_name: a.ipynb\n");
        }
        finish("sales", testing.trigger("sales"), "a");
        for (int i = 0; i < 5; i++) {
            assertEquals(2, sources(only("r" + i).key()).size());
        }
        assertTrue(testing.runs("sales").size() == 1);
    }

    private void finish(String dagId, String runId, String taskId) {
        testing.finish(testing.attempt(dagId, runId, taskId), SUCCESS);
    }

    private RunRow only(String dagId) {
        List<RunRow> runs = testing.runs(dagId);
        assertEquals(1, runs.size());
        return runs.getFirst();
    }

    private List<RunKind> kinds(String dagId) {
        return testing.runs(dagId).stream().map(RunRow::kind).toList();
    }

    private List<JdbcDataStore.Event> sources(RunKey run) {
        JdbcSchedulerStore store = testing.scheduler.store();
        return store.read(tx -> store.data().sources(tx, run));
    }

    private List<JdbcDataStore.Consequence> consequences(RunKey run) {
        JdbcSchedulerStore store = testing.scheduler.store();
        return store.read(tx -> store.data().consequences(tx, run));
    }
}
