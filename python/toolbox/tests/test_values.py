import json
import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent.parent / "src"))

import toolbox  # noqa: E402
from toolbox import values  # noqa: E402


class ValuesTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        environment = patch.dict(os.environ, {"ORRERY_TOOLBOX": folder.name})
        environment.start()
        self.addCleanup(environment.stop)

    def test_a_value_is_a_file_and_the_last_one_counts(self) -> None:
        toolbox.put("rows", 1)
        toolbox.put("rows", {"ä": [1, 2.5, None, True]})
        self.assertEqual(["rows.json"], os.listdir(self.folder / "outputs"))
        self.assertEqual({"ä": [1, 2.5, None, True]}, json.loads((self.folder / "outputs/rows.json").read_bytes()))

    def test_what_json_has_not_is_refused_with_what_to_do(self) -> None:
        for value in (float("nan"), object(), {1, 2}, b"bytes"):
            with self.subTest(value), self.assertRaises((TypeError, ValueError)) as raised:
                toolbox.put("rows", value)
            self.assertIn("'rows'", str(raised.exception))
        self.assertFalse((self.folder / "outputs/rows.json").exists())

    def test_names_and_sizes_have_limits(self) -> None:
        for name in ("", "a/b", "a.b", "../x", "-a", "a" * 101):
            with self.subTest(name), self.assertRaises(ValueError):
                toolbox.put(name, 1)
        toolbox.put("whole", "x" * (values.MOST_BYTES - 2))
        with self.assertRaises(ValueError):
            toolbox.put("more", "x" * (values.MOST_BYTES - 1))
        for number in range(3):
            toolbox.put(f"n{number}", "x" * (values.MOST_BYTES - 2))
        with self.assertRaisesRegex(ValueError, "4 MiB in all"):
            toolbox.put("last", 1)
        toolbox.put("n2", 1)
        for number in range(values.MOST_NAMES - 4):
            toolbox.put(f"m{number}", 1)
        with self.assertRaisesRegex(ValueError, "at most 100 names"):
            toolbox.put("last", 1)

    def test_values_of_tasks_before_are_read_and_a_missing_one_says_what_there_is(self) -> None:
        (self.folder / "inputs.json").write_text('{"load": {"rows": 3, "nothing": null}}')
        self.assertEqual(3, toolbox.get("load", "rows"))
        self.assertIsNone(toolbox.get("load", "nothing", 7))
        self.assertEqual(7, toolbox.get("load", "other", 7))
        with self.assertRaisesRegex(toolbox.ValueMissing, "only: nothing, rows"):
            toolbox.get("load", "other")
        with self.assertRaisesRegex(toolbox.ValueMissing, "did: load"):
            toolbox.get("lode", "rows")

    def test_where_no_dag_runs_nothing_is_kept(self) -> None:
        with patch.dict(os.environ):
            del os.environ["ORRERY_TOOLBOX"]
            toolbox.put("rows", 1)
            with self.assertRaises(TypeError):
                toolbox.put("rows", object())
            self.assertEqual(2, toolbox.get("load", "rows", 2))
            with self.assertRaisesRegex(toolbox.ValueMissing, "No dag runs here"):
                toolbox.get("load", "rows")
        self.assertEqual([], os.listdir(self.folder))


if __name__ == "__main__":
    unittest.main()
