package dev.orrery.scheduler;

import dev.orrery.database.Dialect;

/**
 * How the runs of many attempts are found at once. On PostgreSQL each row is sought by its key: a plan that is kept from before
 * the tables grew would read all of them.
 */
final class RunsOfAttempts {
    private static final String HAS_OUTPUTS = """
            CASE WHEN EXISTS (SELECT 1 FROM attempt_output o WHERE o.dag_id = r.dag_id AND o.run_id = r.run_id)
            THEN 1 ELSE 0 END AS has_outputs\s""";

    private RunsOfAttempts() {}

    /** Key, revision and version of each, in the order of their keys, in which they are locked. */
    static String locked(Dialect dialect, String marks) {
        return switch (dialect) {
            case SQLITE -> "SELECT r.dag_id, r.run_id, r.revision, r.version FROM run r WHERE " + hasAttempt(marks);
            case POSTGRESQL -> """
                    SELECT r.* FROM (%s ORDER BY a.dag_id, a.run_id) k CROSS JOIN LATERAL (
                      SELECT dag_id, run_id, revision, version FROM run WHERE dag_id = k.dag_id AND run_id = k.run_id
                      FOR NO KEY UPDATE) r""".formatted(keys(marks));
        };
    }

    /** The rows, with their commits, and whether their tasks have put out values. */
    static String rows(Dialect dialect, String marks) {
        String select = "SELECT r.*, v.commit_id, " + HAS_OUTPUTS;
        return switch (dialect) {
            case SQLITE ->
                select + "FROM run r JOIN dag_version v ON v.dag_id = r.dag_id AND v.version = r.version WHERE "
                        + hasAttempt(marks);
            case POSTGRESQL -> select + """
                    FROM (%s) k
                    CROSS JOIN LATERAL (SELECT * FROM run WHERE dag_id = k.dag_id AND run_id = k.run_id LIMIT 1) r
                    CROSS JOIN LATERAL (
                      SELECT commit_id FROM dag_version WHERE dag_id = r.dag_id AND version = r.version LIMIT 1) v""".formatted(keys(marks));
        };
    }

    private static String hasAttempt(String marks) {
        return """
                (r.dag_id, r.run_id) IN (
                  SELECT a.dag_id, a.run_id FROM attempt a WHERE a.attempt_id IN (VALUES %s))""".formatted(marks);
    }

    private static String keys(String marks) {
        return """
                SELECT DISTINCT a.dag_id, a.run_id FROM (VALUES %s) AS given
                CROSS JOIN LATERAL (SELECT * FROM attempt WHERE attempt_id = given.column1 LIMIT 1) a""".formatted(marks);
    }
}
