import json
import unittest

from tests.platform import Platform, problem

RUN = {
    "logical_date": "2026-03-01T00:00:00Z",
    "data_interval_start": "2026-03-01T00:00:00Z",
    "data_interval_end": "2026-03-02T00:00:00Z",
    "run_id": "backfill__2026-03-02T00:00:00+00:00",
    "action": "create",
    "reason": None,
    "parameters": {"a": {"day": "2026-03-01"}},
}
BACKFILL = {
    "backfill_id": "b1",
    "dag_id": "sales",
    "from": "2026-03-01T00:00:00Z",
    "to": "2026-03-03T00:00:00Z",
    "state": "running",
    "total": 3,
    "active": 1,
    "ended": 0,
    "failed": 0,
    "seconds_left": None,
}
PATH = "/api/v1/dags/sales/backfills"


class PastTest(unittest.TestCase):
    def setUp(self) -> None:
        self.platform = Platform()
        self.addCleanup(self.platform.close)

    def test_a_dry_run_says_what_would_be_done_and_begins_nothing(self) -> None:
        skipped = {**RUN, "action": "skip", "reason": "its run exists: success", "parameters": None}
        self.platform.answer("POST", PATH, {"runs": [RUN, skipped]})
        done = self.platform.dag("backfill", "sales", "--from", "2026-03-01", "--to", "2026-03-02", "--dry-run")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn('a  {"day": "2026-03-01"}', done.stdout)
        self.assertIn("its run exists: success", done.stdout)
        self.assertIn("1 run to make, 0 to run again, 1 to skip. Nothing was begun.", done.stdout)
        self.assertIs(True, self.platform.requests[-1][2]["dry_run"])

    def test_the_options_are_sent_and_parameters_are_typed(self) -> None:
        self.platform.answer("POST", PATH, BACKFILL, status=201)
        done = self.platform.dag(
            "backfill", "sales", "--from", "2026-03-01", "--to", "2026-03-03", "--order", "newest", "--max-active", "4",
            "--existing", "failed", "--stop-after-failures", "2", "-p", "n", "3", "-r", "t", "3",
        )  # fmt: skip
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertIn("https://data.example/dags/sales?tab=backfills", done.stdout)
        self.assertEqual(
            {
                "from": "2026-03-01", "to": "2026-03-03", "order": "newest", "max_active": 4, "existing": "failed",
                "run_on_latest_version": False,
                "stop_after_failures": 2, "parameters": {"n": 3, "t": "3"},
            },
            self.platform.requests[-1][2],
        )  # fmt: skip

    def test_wait_follows_it_and_ends_with_1_where_a_run_failed(self) -> None:
        self.platform.answer("POST", PATH, BACKFILL, status=201)
        self.platform.answer("GET", PATH + "/b1", BACKFILL, {**BACKFILL, "state": "completed", "ended": 3, "failed": 1})
        done = self.platform.dag("backfill", "sales", "--from", "2026-03-01", "--to", "2026-03-03", "--wait")
        self.assertEqual(1, done.returncode)
        self.assertIn("3 of 3 ended, 1 failed", done.stdout)

    def test_one_date_alone_is_wrong_use(self) -> None:
        self.assertEqual(2, self.platform.dag("backfill", "sales", "--from", "2026-03-01").returncode)
        self.assertEqual([], self.platform.requests)

    def test_pausing_and_cancelling_take_the_one_under_way(self) -> None:
        self.platform.answer("GET", PATH, {"backfills": [BACKFILL]})
        self.platform.answer("PATCH", PATH + "/b1", {**BACKFILL, "state": "paused"})
        self.platform.answer("POST", PATH + "/b1/cancel", {**BACKFILL, "state": "cancelled"}, status=202)
        self.assertIn("paused; 1 run under way goes on", self.platform.dag("backfill", "sales", "--pause").stdout)
        self.assertEqual({"paused": True}, self.platform.requests[-1][2])
        self.assertIn("cancelled", self.platform.dag("backfill", "sales", "--cancel").stdout)
        self.platform.answer("GET", PATH, {"backfills": []})
        none = self.platform.dag("backfill", "sales", "--resume")
        self.assertNotEqual(0, none.returncode)
        self.assertIn("no backfill under way", none.stderr)

    def test_clear_and_mark_name_the_tasks(self) -> None:
        tasks = {"tasks": [{"run_id": "r1", "task_id": "a", "state": "failed"}]}
        self.platform.answer("POST", "/api/v1/dags/sales/clear", tasks)
        done = self.platform.dag("clear", "sales", "r1", "-t", "a", "--downstream", "--dry-run")
        self.assertIn("1 task would be cleared.", done.stdout)
        self.assertEqual(
            {"task_ids": ["a"], "upstream": False, "downstream": True, "only_failed": False, "run_on_latest_version": False, "dry_run": True, "run_ids": ["r1"]},
            self.platform.requests[-1][2],
        )
        self.platform.answer("POST", "/api/v1/dags/sales/mark", tasks)
        self.assertIn("1 task was marked success.", self.platform.dag("mark", "success", "sales", "r1").stdout)
        self.assertEqual(2, self.platform.dag("clear", "sales").returncode)

    def test_a_refusal_is_told(self) -> None:
        self.platform.answer("POST", "/api/v1/dags/sales/clear", problem(409, "The task 'a' is at work."), status=409)
        done = self.platform.dag("clear", "sales", "r1", "--json")
        self.assertNotEqual(0, done.returncode)
        self.assertIn("at work", json.loads(done.stdout)["error"])


if __name__ == "__main__":
    unittest.main()
