package dev.orrery.scheduler;

import static dev.orrery.scheduler.AttemptEvent.EndState.FAILED;
import static dev.orrery.scheduler.AttemptEvent.EndState.SUCCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that ask databases, and the connections that they are given, whichever database is below. */
@Timeout(60)
abstract class ChecksContract extends SchedulerTestCase {
    private static final String URL = "postgresql://ana:hunter2@db/sales";

    @BeforeEach
    void connect() {
        testing.connections.put("db", URL);
        testing.connections.put("mail", "smtp://mail");
    }

    @Test
    void aCheckIsAProgramOfTheToolboxWithItsConnection() {
        String run = begin("sql_check: {connection: db, query: \"SELECT '{{ ds }}'\", min_value: 3}");
        AttemptReports.Order order = order(run);
        assertEquals(
                List.of(
                        "python",
                        "-m",
                        "toolbox.checks",
                        "sql",
                        "--connection=db",
                        "--query=SELECT '2026-03-05'",
                        "--min-value=3.0"),
                order.command());
        assertEquals(Map.of("ORRERY_CONNECTION_DB", URL), order.environment());
        testing.finish(testing.attempt("d", run, "t"), SUCCESS);
        assertEquals("success: success", testing.states("d", run));
    }

    @Test
    void aNotebookGetsTheConnectionsThatItsDagNamesAndNoOther() {
        assertEquals(Map.of(), order(begin("notebook: a.ipynb")).environment());
        assertEquals(
                Map.of("ORRERY_CONNECTION_DB", URL, "A", "1"),
                order(begin("{notebook: a.ipynb, connections: [db], env: {A: 1}}"))
                        .environment());
    }

    @Test
    void noUrlIsStoredWithTheAttempt() {
        String run = begin("sql_check: {connection: db, query: SELECT 1}");
        order(run);
        AttemptRow attempt = testing.attempt("d", run, "t");
        String orders = testing.database
                .read(tx -> tx.list(
                        "SELECT orders FROM attempt WHERE attempt_id = ?",
                        row -> String.valueOf(row.textOrNull("orders")),
                        attempt.attemptId()))
                .getFirst();
        assertTrue(orders.contains("toolbox.checks"), orders);
        assertFalse(orders.contains("hunter2"), orders);
    }

    @Test
    void templatesHaveVariablesAndWhatIsNoSecretOfConnections() {
        testing.scheduler.variables().set("bucket", "s3://old", "ana");
        testing.scheduler.variables().set("bucket", "s3://lake", "ben");
        testing.scheduler.variables().set("limits", "{\"rows\": 5}", "ana");
        String run = begin("{notebook: a.ipynb, env: {AT: \"{{ var.value.bucket }}/{{ var.json.limits.rows }}\","
                + " DB: \"{{ conn.db.login }}@{{ conn.db.host }} {{ conn.get('db').schema }}\"}}");
        assertEquals(
                Map.of("AT", "s3://lake/5", "DB", "ana@db sales"), order(run).environment());
        assertEquals(
                List.of("ben", "ana"),
                testing.scheduler.variables().list().stream()
                        .map(Variables.View::setBy)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "var.value.nosuch, orrery variable set",
        "conn.nosuch.host, orrery connection set",
        "conn.db.password, connections:"
    })
    void whatTemplatesCannotHaveFailsTheAttemptAndSaysWhatToDo(String name, String remedy) {
        String run = begin("{notebook: a.ipynb, env: {A: \"{{ " + name + " }}\"}}");
        assertEquals("failed: failed", testing.states("d", run));
        String message =
                Objects.requireNonNull(testing.attempt("d", run, "t").error()).message();
        assertTrue(message.contains(remedy), message);
    }

    @Test
    void aConnectionThatIsNotThereFailsTheAttemptAndSaysHowToMakeIt() {
        String run = begin("sql_check: {connection: lake, query: SELECT 1}");
        assertEquals("failed: failed", testing.states("d", run));
        assertTrue(Objects.requireNonNull(testing.attempt("d", run, "t").error())
                .message()
                .contains("orrery connection set"));
    }

    @Test
    void aTableIsWaitedForByAProcess() {
        String run =
                begin("wait_for: {table: 'sales_{{ ds_nodash }}', column: at, connection: db, max_age: 1d, every: 1m}");
        assertEquals(
                List.of(
                        "python",
                        "-m",
                        "toolbox.checks",
                        "fresh",
                        "--connection=db",
                        "--table=sales_20260305",
                        "--column=at",
                        "--max-age=86400",
                        "--every=60"),
                order(run).command());
        testing.finish(testing.attempt("d", run, "t"), FAILED);
        assertEquals("failed: failed", testing.states("d", run));
    }

    @Test
    void aWaitWhoseTimeIsOverIsSkippedOrFailsWithoutARetry() {
        String wait = "wait_for: {table: sales, column: at, connection: db, max_age: 1d%s}, timeout: 10m, retries: 3}";
        String soft = begin("{" + wait.formatted(", skip_on_timeout: true"));
        overdue(soft);
        assertEquals("success: skipped", testing.states("d", soft));
        String hard = begin("{" + wait.formatted(""));
        overdue(hard);
        assertEquals("failed: failed", testing.states("d", hard));
    }

    private void overdue(String run) {
        AttemptRow attempt = testing.attempt("d", run, "t");
        testing.started(attempt, 1);
        AttemptError error = AttemptError.of(AttemptError.Kind.TIMEOUT, "Timeout", "Its time was over.");
        testing.scheduler.reports().take(attempt.attemptId(), List.of(testing.finished(2, FAILED, error)));
        testing.settle();
    }

    private AttemptReports.Order order(String run) {
        return testing.order("d", run, "t");
    }

    private String begin(String task) {
        testing.now = testing.now.plusSeconds(1);
        deploy("dag_id: d\ntasks:\n  t:\n    " + task + "\n");
        return testing.trigger("d");
    }
}
