import importlib.util
import io
import os
import sys
import tempfile
import unittest
from contextlib import redirect_stdout
from datetime import datetime, timedelta, timezone
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

from toolbox import checks  # noqa: E402


@unittest.skipUnless(importlib.util.find_spec("sqlalchemy"), "SQLAlchemy is not installed; it is in each environment")
class ChecksTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        variables = {"ORRERY_CONNECTION_DB": f"sqlite:///{folder.name}/a.db"}
        patched = patch.dict(os.environ, variables)
        patched.start()
        self.addCleanup(patched.stop)
        self.sql("CREATE TABLE t (n INTEGER, at TEXT)", "INSERT INTO t VALUES (1, '2026-03-05'), (0, '2026-03-06')")

    def sql(self, *statements: str) -> None:
        with checks.get_connection("db").begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def said(self, *arguments: str) -> tuple[int, str]:
        out = io.StringIO()
        with redirect_stdout(out):
            code = checks.main(list(arguments))
        return code, out.getvalue()

    def check(self, query: str, *more: str) -> tuple[int, str]:
        return self.said("sql", "--connection", "db", "--query", query, *more)

    def test_every_value_of_the_first_row_must_be_true(self) -> None:
        self.assertEqual(0, self.check("SELECT n, 'x' FROM t ORDER BY n DESC")[0])
        for query in ("SELECT 1, 0", "SELECT NULL", "SELECT ''", "SELECT 1 WHERE 1 = 0"):
            self.assertEqual(1, self.check(query)[0], query)
        self.assertIn("(1, 0)", self.check("SELECT 1, 0")[1])

    def test_percent_and_colon_are_the_querys_own(self) -> None:
        self.assertEqual(0, self.check("SELECT 'a:b%' LIKE '%:b%'")[0])

    def test_rows_and_values_are_bounded(self) -> None:
        self.assertEqual(0, self.check("SELECT * FROM t", "--min-rows", "1", "--max-rows", "2")[0])
        self.assertEqual(1, self.check("SELECT * FROM t", "--min-rows", "3")[0])
        self.assertEqual(1, self.check("SELECT * FROM t", "--max-rows", "1")[0])
        self.assertEqual(0, self.check("SELECT COUNT(*) FROM t", "--min-value", "2", "--max-value", "2.5")[0])
        self.assertIn("should be at most 1", self.check("SELECT COUNT(*) FROM t", "--max-value", "1")[1])
        self.assertIn("no number", self.check("SELECT 'x'", "--max-value", "1")[1])

    def test_what_goes_wrong_is_said(self) -> None:
        self.assertIn("no such table", self.check("SELECT * FROM nowhere")[1])
        self.assertEqual(1, self.said("sql", "--connection", "other", "--query", "SELECT 1")[0])

    def test_a_table_is_waited_for_until_it_is_fresh(self) -> None:
        pauses: list[float] = []

        def wait(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 2:
                now = datetime.now(timezone.utc) - timedelta(minutes=5)
                self.sql(f"INSERT INTO t VALUES (1, '{now.isoformat()}')")

        arguments = ("--connection", "db", "--table", "t", "--column", "at", "--max-age", "3600", "--every", "7")
        with patch.object(checks.time, "sleep", wait):
            code, out = self.said("fresh", *arguments)
        self.assertEqual((0, [7.0, 7.0]), (code, pauses), out)

    def test_a_table_that_cannot_be_asked_ends_the_wait(self) -> None:
        arguments = ("--connection", "db", "--table", "nowhere", "--column", "at", "--max-age", "1", "--every", "1")
        with patch.object(checks.time, "sleep"):
            self.assertEqual(1, self.said("fresh", *arguments)[0])

    def test_times_are_read_as_databases_give_them(self) -> None:
        noon = datetime(2026, 3, 5, 12, tzinfo=timezone.utc)
        for value in (noon, noon.replace(tzinfo=None), "2026-03-05 12:00:00", "2026-03-05T13:00:00+01:00", noon.timestamp()):
            self.assertEqual(noon, checks._time(value))
        self.assertEqual(datetime(2026, 3, 5, tzinfo=timezone.utc), checks._time(noon.date()))


class WordsTest(unittest.TestCase):
    def test_a_failure_is_one_line_without_a_link_to_a_manual(self) -> None:
        error = ValueError("connection refused:\n  is it up?\n(Background on this error at: https://example.org/e3q8)")
        self.assertEqual("ValueError: connection refused: is it up?", checks._words(error))


if __name__ == "__main__":
    unittest.main()
