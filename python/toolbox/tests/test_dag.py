import base64
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from tests.platform import SOURCES, Platform, problem

RUN_ID = "manual__2026-03-01T10:00:00+00:00"
RUN_PATH = "/api/v1/dags/sales/runs/manual__2026-03-01T10%3A00%3A00%2B00%3A00"


def task(name: str, state: str, attempts: list | None = None) -> dict:
    return {"task_id": name, "notebook": "n.ipynb", "after": [], "state": state, "attempts": attempts or []}


def attempt(number: int = 1, error: dict | None = None) -> dict:
    return {"attempt": number, "state": "running", "cells_done": 2, "cells_total": 5, "error": error}


def run(state: str, *tasks: dict) -> dict:
    return {
        "dag_id": "sales",
        "run_id": RUN_ID,
        "state": state,
        "created_at": "2026-03-01T10:00:00Z",
        "started_at": "2026-03-01T10:00:01Z",
        "ended_at": "2026-03-01T10:00:04.5Z" if state in ("success", "failed") else None,
        "tasks": list(tasks),
    }


FINDING = {
    "file": "dag.yml",
    "line": 7,
    "field": "parameters",
    "message": "no notebook reads the parameter 'mgs'",
    "remedy": "Did you mean 'msgs'?",
    "severity": "error",
}
PUSHED = {
    "dag_id": "sales",
    "commit": "a" * 40,
    "url": "/dags/sales",
    "changed": True,
    "next_run_at": "2999-01-01T00:00:00Z",
    "warnings": [],
}
DAG = {
    "dag_id": "sales",
    "owner": "ana",
    "run_as": "ana",
    "schedule_text": "every day at 00:00",
    "paused": False,
    "commit": "a" * 40,
    "next_run_at": "2999-01-01T00:00:00Z",
    "recent_runs": [{"state": "failed"}, {"state": "success"}],
}


class DagTest(unittest.TestCase):
    def setUp(self) -> None:
        self.platform = Platform()
        self.addCleanup(self.platform.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def dag(self, *arguments: str, code: int = 0, **more: object) -> subprocess.CompletedProcess:
        done = self.platform.dag(*arguments, cwd=self.folder, **more)
        self.assertEqual(code, done.returncode, done.stdout + done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        return done

    def sent(self, index: int = -1) -> tuple[str, str, object]:
        return self.platform.requests[index]


class CreateTest(DagTest):
    def test_a_notebook_project_has_the_files_and_the_parameter_in_both(self) -> None:
        self.dag("create", "notebook", "Sales report")
        made = self.folder / "Sales report"
        self.assertEqual(["dag.yml", "notebook.ipynb"], sorted(os.listdir(made)))
        yaml = (made / "dag.yml").read_text("utf-8").splitlines()
        self.assertEqual("dag_id: Sales_report", yaml[0])
        self.assertEqual("owner: ana", yaml[1])
        self.assertEqual(
            ["schedule_interval: '0 0 * * *'", "notebook_name: notebook.ipynb", "parameters:"], yaml[3:6]
        )
        self.assertEqual("  msgs: 'Ran from Orrery at {{ execution_date }}!'", yaml[6])
        notebook = json.loads((made / "notebook.ipynb").read_text("utf-8"))
        self.assertEqual((4, 5), (notebook["nbformat"], notebook["nbformat_minor"]))
        tagged = [c for c in notebook["cells"] if "parameters" in c["metadata"].get("tags", [])]
        self.assertEqual(['msgs = "Ran by hand"'], tagged[0]["source"])
        self.assertEqual(3, len({cell["id"] for cell in notebook["cells"]}))

    def test_a_pipeline_runs_two_tasks_between_the_first_and_the_last(self) -> None:
        self.dag("create", "pipeline", "p")
        self.assertEqual(
            ["dag.yml", "join.ipynb", "prepare.ipynb", "region.ipynb"], sorted(os.listdir(self.folder / "p"))
        )
        yaml = (self.folder / "p" / "dag.yml").read_text("utf-8")
        self.assertEqual(2, yaml.count("after: [prepare]"))
        self.assertIn("after: [north, south]", yaml)

    def test_a_team_has_templates_of_its_own(self) -> None:
        template = self.folder / "templates" / "audit"
        template.mkdir(parents=True)
        (template / "dag.yml").write_text("dag_id: @DAG_ID@\nowner: @OWNER@\nnotebook_name: sub/a.ipynb\n")
        (template / "about.txt").write_text("an audit\n")
        (template / "sub").mkdir()
        (template / "sub" / "a.ipynb").write_bytes(b"\xff@DAG_ID@")
        self.assertIn("audit: an audit", " ".join(self.dag("create", "--help").stdout.split()))
        self.dag("create", "audit", "yes")
        self.assertEqual("dag_id: 'yes'\nowner: ana\nnotebook_name: sub/a.ipynb\n", (self.folder / "yes/dag.yml").read_text())
        self.assertEqual(b"\xffyes", (self.folder / "yes/sub/a.ipynb").read_bytes())

    def test_the_code_of_each_made_notebook_runs(self) -> None:
        for kind in ("pipeline", "notebook", "report", "sql"):
            self.dag("create", kind, "of-" + kind)
        for path in self.folder.rglob("*.ipynb"):
            names: dict = {"print": lambda *_: None}
            for cell in json.loads(path.read_text("utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    exec("".join(cell["source"]), names)

    def test_nothing_is_overwritten(self) -> None:
        self.dag("create", "notebook", "n")
        (self.folder / "n" / "dag.yml").write_text("mine")
        done = self.dag("create", "notebook", "n", code=2)
        self.assertIn("is there already", done.stderr)
        self.assertEqual("mine", (self.folder / "n" / "dag.yml").read_text())

    def test_without_a_name_a_free_one_is_taken(self) -> None:
        self.dag("create", "notebook")
        done = self.dag("create", "notebook", "--json")
        self.assertEqual(
            {"directory": "notebook-2", "files": ["dag.yml", "notebook.ipynb"]}, json.loads(done.stdout)
        )

    def test_a_folder_named_like_a_yaml_word_or_number_gives_a_text(self) -> None:
        for name in ("true", "2026", "1e5"):
            self.dag("create", "notebook", name)
            self.assertEqual(f"dag_id: '{name}'", (self.folder / name / "dag.yml").read_text().splitlines()[0])

    def test_no_server_is_needed(self) -> None:
        self.dag("create", "notebook", "n", env={"ORRERY_API_URL": None, "ORRERY_TOKEN": None})
        self.assertEqual([], self.platform.requests)


class PushTest(DagTest):
    def setUp(self) -> None:
        super().setUp()
        project = self.folder / "sales"
        (project / ".ipynb_checkpoints").mkdir(parents=True)
        (project / ".ipynb_checkpoints" / "n.ipynb").write_text("{}")
        (project / ".env").write_text("secret")
        (project / "sql").mkdir()
        (project / "sql" / "a.sql").write_bytes(b"SELECT 1\r\n\xff")
        (project / "dag.yml").write_text("dag_id: sales\n")
        (project / "link").symlink_to("/etc/passwd")

    def test_the_files_are_sent_as_they_are_without_hidden_ones_and_links(self) -> None:
        self.platform.answer("POST", "/api/v1/pushes", PUSHED, status=201)
        self.dag("push", "sales", "-m", "new columns")
        body = self.sent()[2]
        self.assertEqual("new columns", body["message"])
        self.assertEqual(["dag.yml", "sql/a.sql"], [file["path"] for file in body["files"]])
        self.assertEqual(b"SELECT 1\r\n\xff", base64.b64decode(body["files"][1]["content"]))

    def test_a_push_tells_the_link_and_the_next_run(self) -> None:
        self.platform.answer("POST", "/api/v1/pushes", PUSHED, status=201)
        done = self.dag("push", "sales")
        self.assertIn("All done! ✨ 🍰 ✨", done.stdout)
        self.assertIn("https://data.example/dags/sales", done.stdout)
        self.assertIn("Next run: 2999-01-01 00:00 UTC (in ", done.stdout)

    def test_a_push_of_the_same_files_says_so(self) -> None:
        self.platform.answer("POST", "/api/v1/pushes", {**PUSHED, "changed": False}, status=201)
        self.assertIn("Nothing had changed", self.dag("push", "sales").stdout)

    def test_problems_are_told_with_file_line_and_remedy_and_end_with_1(self) -> None:
        self.platform.answer("POST", "/api/v1/pushes", problem(422, "1 problem", problems=[FINDING]), status=422)
        done = self.dag("push", "sales", code=1)
        self.assertIn("sales/dag.yml:7: error: no notebook reads the parameter 'mgs'\n    Did you mean", done.stdout)
        self.assertIn("1 error. Nothing was deployed", done.stdout)
        self.assertNotIn("All done", done.stdout)

    def test_json_gives_the_answer_itself(self) -> None:
        self.platform.answer("POST", "/api/v1/pushes", PUSHED, status=201)
        self.assertEqual("a" * 40, json.loads(self.dag("push", "sales", "--json").stdout)["commit"])
        self.platform.answer("POST", "/api/v1/pushes", problem(422, "1 problem", problems=[FINDING]), status=422)
        self.assertEqual([FINDING], json.loads(self.dag("push", "sales", "--json", code=1).stdout)["problems"])

    def test_check_ends_with_1_for_an_error_and_0_for_a_warning(self) -> None:
        self.platform.answer("POST", "/api/v1/dags/check", {"dag_id": "sales", "problems": [FINDING]})
        self.assertIn("dag.yml:7: error:", self.dag("check", "sales", code=1).stdout)
        self.platform.answer(
            "POST", "/api/v1/dags/check", {"dag_id": "sales", "problems": [{**FINDING, "severity": "warning"}]}
        )
        self.assertIn("1 warning.", self.dag("check", "sales").stdout)
        self.platform.answer("POST", "/api/v1/dags/check", {"dag_id": "sales", "problems": []})
        self.assertIn("nothing wrong", self.dag("check", "sales").stdout)

    def test_a_folder_that_is_not_there_is_wrong_use(self) -> None:
        self.assertIn("There is no folder 'nowhere'", self.dag("push", "nowhere", code=2).stderr)
        self.assertEqual([], self.platform.requests)

    def test_a_message_of_the_server_cannot_steer_the_terminal(self) -> None:
        nasty = {**FINDING, "message": "\x1b]0;title\x07\x1b[2J\x1b[31mred\x1b[0m\x9b1A"}
        self.platform.answer("POST", "/api/v1/dags/check", {"dag_id": None, "problems": [nasty]})
        done = self.dag("check", "sales", code=1)
        self.assertIn("error: \x1b[31mred\x1b[0m1A\n", done.stdout)


class RunTest(DagTest):
    def test_parameters_are_typed_and_raw_ones_are_text(self) -> None:
        self.platform.answer("POST", "/api/v1/dags/sales/runs", run("queued"), status=201)
        done = self.dag("run", "sales", "-p", "n", "5", "-p", "x", "0.5", "-p", "b", "True", "-p", "t", "a b", "-r", "id", "7")
        self.assertEqual({"parameters": {"n": 5, "x": 0.5, "b": True, "t": "a b", "id": "7"}}, self.sent()[2])
        self.assertIn("https://data.example/dags/sales/runs/manual__2026-03-01T10%3A00%3A00%2B00%3A00", done.stdout)

    def test_wait_follows_to_success(self) -> None:
        self.platform.answer("POST", "/api/v1/dags/sales/runs", run("queued"), status=201)
        self.platform.answer(
            "GET",
            RUN_PATH,
            run("running", task("a", "running", [attempt()])),
            run("success", task("a", "success", [attempt()])),
        )
        done = self.dag("run", "sales", "--wait")
        self.assertIn("a: running (2 of 5 cells)\n  a: success", done.stdout)
        self.assertIn("sales: success after 3.5 s", done.stdout)

    def test_wait_ends_with_1_and_the_failing_cell(self) -> None:
        error = {"name": "KeyError", "message": "'price'", "cell_index": 2}
        self.platform.answer("POST", "/api/v1/dags/sales/runs", run("queued"), status=201)
        self.platform.answer("GET", RUN_PATH, run("failed", task("a", "failed", [attempt(error=error)])))
        done = self.dag("run", "sales", "--wait", code=1)
        self.assertIn("a, cell 3: KeyError: 'price'", done.stdout)
        self.assertEqual("failed", json.loads(self.dag("run", "sales", "--wait", "--json", code=1).stdout)["state"])

    def test_in_a_folder_the_server_says_which_dag_it_is(self) -> None:
        (self.folder / "dag.yml").write_text("dag_id: sales\n")
        self.platform.answer("POST", "/api/v1/dags/check", {"dag_id": "sales", "problems": []})
        self.platform.answer("POST", "/api/v1/dags/sales/runs", run("queued"), status=201)
        self.dag("run")
        self.assertEqual("/api/v1/dags/sales/runs", self.sent()[1])

    def test_without_a_dag_it_says_how_to_name_one(self) -> None:
        self.assertIn("Give the DAG_ID", self.dag("run", code=2).stderr)


class LogsTest(DagTest):
    def log_path(self, name: str, number: int = 1) -> str:
        return f"{RUN_PATH}/tasks/{name}/attempts/{number}/log"

    def test_the_log_is_followed_to_its_end(self) -> None:
        self.platform.answer("GET", "/api/v1/dags/sales/runs", {"runs": [run("running")], "has_more": False})
        self.platform.answer(
            "GET",
            RUN_PATH,
            run("running", task("a", "running", [attempt()])),
            run("success", task("a", "success", [attempt()])),
        )
        self.platform.answer("GET", self.log_path("a") + "?offset=0", {"text": "one\n", "next_offset": 4, "complete": False})
        self.platform.answer(
            "GET",
            self.log_path("a") + "?offset=4",
            {"text": "", "next_offset": 4, "complete": False},
            {"text": "two\n", "next_offset": 8, "complete": True},
        )
        self.assertEqual("one\ntwo\n", self.dag("logs", "sales").stdout)

    def test_several_tasks_have_headings_and_json_names_each(self) -> None:
        self.platform.answer("GET", RUN_PATH, run("success", task("a", "success", [attempt()]), task("b", "success", [attempt()])))
        for name in "ab":
            self.platform.answer("GET", self.log_path(name), {"text": name + "\n", "next_offset": 2, "complete": True})
        self.assertEqual("==> a <==\na\n==> b <==\nb\n", self.dag("logs", "sales", RUN_ID).stdout)
        self.assertEqual("b\n", self.dag("logs", "sales", RUN_ID, "b").stdout)
        lines = [json.loads(line) for line in self.dag("logs", "sales", RUN_ID, "--json").stdout.splitlines()]
        self.assertEqual(["a", "b"], [line["task_id"] for line in lines])

    def test_no_follow_ends_although_the_run_goes_on(self) -> None:
        self.platform.answer("GET", RUN_PATH, run("running", task("a", "running", [attempt()])))
        self.platform.answer("GET", self.log_path("a") + "?offset=0", {"text": "one\n", "next_offset": 4, "complete": False})
        self.platform.answer("GET", self.log_path("a") + "?offset=4", {"text": "", "next_offset": 4, "complete": False})
        self.assertEqual("one\n", self.dag("logs", "sales", RUN_ID, "--no-follow").stdout)

    def test_an_unknown_task_is_told_with_those_there_are(self) -> None:
        self.platform.answer("GET", RUN_PATH, run("running", task("a", "running")))
        self.assertIn("Its tasks are: a.", self.dag("logs", "sales", RUN_ID, "x", code=2).stderr)

    def test_a_dag_without_runs_says_how_to_start_one(self) -> None:
        self.platform.answer("GET", "/api/v1/dags/sales/runs", {"runs": [], "has_more": False})
        self.assertIn("dag run sales", self.dag("logs", "sales", code=1).stderr)


class ShowTest(DagTest):
    def test_list_is_a_table_ids_or_json(self) -> None:
        self.platform.answer("GET", "/api/v1/dags", {"dags": [DAG]})
        lines = self.dag("list").stdout.splitlines()
        self.assertTrue(lines[0].startswith("DAG    OWNER  SCHEDULE"), lines)
        self.assertRegex(lines[1], r"^sales  ana    every day at 00:00  success   2999-01-01 00:00 UTC")
        self.assertEqual("sales\n", self.dag("list", "--ids").stdout)
        self.assertEqual([DAG], json.loads(self.dag("list", "--json").stdout))

    def test_an_empty_list_says_how_to_begin(self) -> None:
        self.platform.answer("GET", "/api/v1/dags", {"dags": []})
        self.assertIn("dag create notebook", self.dag("list").stdout)

    def test_status_shows_runs_and_the_newest_ones_tasks(self) -> None:
        self.platform.answer("GET", "/api/v1/dags/sales", DAG)
        self.platform.answer("GET", "/api/v1/dags/sales/runs", {"runs": [run("running")], "has_more": False})
        self.platform.answer("GET", RUN_PATH, run("running", task("a", "running", [attempt()])))
        done = self.dag("status", "sales")
        self.assertIn("next run: 2999-01-01 00:00 UTC", done.stdout)
        self.assertIn(RUN_ID, done.stdout)
        self.assertIn("a: running (2 of 5 cells)", done.stdout)
        self.assertEqual("a", json.loads(self.dag("status", "sales", "--json").stdout)["newest_run"]["tasks"][0]["task_id"])

    def test_an_unknown_dag_tells_the_servers_word(self) -> None:
        self.assertIn("There is nothing at /api/v1/dags/nope", self.dag("status", "nope", code=1).stderr)


class TroubleTest(DagTest):
    def test_a_server_that_is_away_is_told_with_a_remedy(self) -> None:
        done = self.dag("list", code=3, env={"ORRERY_API_URL": "http://127.0.0.1:1/api/v1"})
        self.assertIn("http://127.0.0.1:1/api/v1 cannot be reached", done.stderr)
        self.assertIn("orrery up", done.stderr)

    def test_a_refused_token_is_told_without_showing_it(self) -> None:
        done = self.dag("list", "--json", code=3, env={"ORRERY_TOKEN": "s3cret"})
        self.assertIn("does not accept the token", json.loads(done.stdout)["error"])
        self.assertNotIn("s3cret", done.stdout + done.stderr)

    def test_unset_variables_are_wrong_use(self) -> None:
        for name in ("ORRERY_API_URL", "ORRERY_TOKEN"):
            self.assertIn(f"{name} is not set", self.dag("list", code=2, env={name: None}).stderr)
        self.assertIn("no web address", self.dag("list", code=2, env={"ORRERY_API_URL": "file:///etc/passwd"}).stderr)

    def test_an_answer_that_is_not_the_platforms_is_told(self) -> None:
        self.platform.answer("GET", "/api/v1/dags", b"<html>")
        self.assertIn("no JSON", self.dag("list", code=3).stderr)
        self.platform.answer("GET", "/api/v1/dags", b"<html>", status=502)
        self.assertIn("answered 502", self.dag("list", code=3).stderr)

    def test_a_redirect_is_not_followed_with_the_token(self) -> None:
        self.platform.answer("GET", "/api/v1/dags", (self.platform.url + "/elsewhere").encode(), status=302)
        self.dag("list", code=3)
        self.assertEqual(["/api/v1/dags"], [request[1] for request in self.platform.requests])

    def test_a_refusal_tells_what_the_server_said(self) -> None:
        self.platform.answer("GET", "/api/v1/dags", problem(403, "This needs the scope 'read:dags'."), status=403)
        self.assertIn("dag: This needs the scope 'read:dags'.", self.dag("list", code=1).stderr)

    def test_an_unknown_command_is_wrong_use(self) -> None:
        self.dag("lst", code=2)


class CompletionTest(DagTest):
    def complete(self, *words: str) -> list[str]:
        script = "source <(dag completion bash); COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _dag; printf '%s\\n' \"${COMPREPLY[@]}\""
        binary = self.folder / "bin"
        binary.mkdir(exist_ok=True)
        (binary / "dag").write_text("#!/bin/sh\nexec " + json.dumps(sys.executable) + ' -m toolbox "$@"\n')
        (binary / "dag").chmod(0o755)
        environment = {
            "PATH": f"{binary}:{os.environ['PATH']}",
            "PYTHONPATH": str(SOURCES),
            "ORRERY_API_URL": self.platform.url,
            "ORRERY_TOKEN": "test-token",
        }
        done = subprocess.run(
            ["bash", "-c", script, "bash", *words], env=environment, capture_output=True, encoding="utf-8", timeout=60
        )
        return done.stdout.split()

    def test_bash_completes_commands_options_and_dags(self) -> None:
        self.platform.answer("GET", "/api/v1/dags", {"dags": [DAG]})
        self.assertEqual(["push"], self.complete("dag", "pu"))
        self.assertEqual(["--wait"], self.complete("dag", "run", "--w"))
        self.assertEqual(["sales"], self.complete("dag", "logs", "sa"))
        self.assertEqual(["pipeline"], self.complete("dag", "create", "p"))


if __name__ == "__main__":
    unittest.main()
