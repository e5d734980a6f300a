import importlib.util
import os
import subprocess
import sys
import unittest
from pathlib import Path
from unittest.mock import patch

SOURCES = str(Path(__file__).parent.parent / "src")
sys.path.insert(0, SOURCES)

import toolbox  # noqa: E402


class ConnectionsTest(unittest.TestCase):
    def test_a_missing_connection_names_the_variable_and_those_there_are(self) -> None:
        with patch.dict(os.environ, {"ORRERY_CONNECTION_SALES": "sqlite://"}, clear=True):
            with self.assertRaises(toolbox.ConnectionMissing) as raised:
                toolbox.get_connection("ware-house")
        self.assertIn("ORRERY_CONNECTION_WARE_HOUSE", str(raised.exception))
        self.assertIn("There are: sales.", str(raised.exception))

    def test_importing_the_toolbox_imports_no_sqlalchemy(self) -> None:
        # In a process of its own: another test may have imported it here.
        subprocess.run(
            [sys.executable, "-c", "import sys, toolbox; sys.exit('sqlalchemy' in sys.modules)"],
            env={**os.environ, "PYTHONPATH": SOURCES},
            check=True,
        )

    @unittest.skipUnless(importlib.util.find_spec("sqlalchemy"), "SQLAlchemy is not installed; it is in each environment")
    def test_an_engine_answers_and_a_bad_url_is_not_shown(self) -> None:
        with patch.dict(os.environ, {"ORRERY_CONNECTION_SALES": "sqlite://", "ORRERY_CONNECTION_BAD": "hunter2"}):
            with toolbox.get_connection("sales").connect() as connection:
                self.assertEqual(1, connection.exec_driver_sql("SELECT 1").scalar())
            with self.assertRaises(toolbox.ConnectionMissing) as raised:
                toolbox.get_connection("bad")
        self.assertNotIn("hunter2", str(raised.exception))


if __name__ == "__main__":
    unittest.main()
