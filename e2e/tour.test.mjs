// The README's tour, from an empty home to a failing run mended: real server, sandbox, JupyterLab, kernels, browser.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { Program, browser, root, shot, waitFor } from "./program.mjs";

const NAME = "ana";
const PASSWORD = "correct horse battery";
let program, chromium, page, token;

before(async () => {
  program = await Program.start();
  chromium = await browser();
  const context = await chromium.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
}, { timeout: 900_000 });

after(async () => {
  await chromium?.close();
  if (token) await stopServer().catch(() => {});
  await program?.remove();
});

async function stopServer() {
  await api("DELETE", "/servers/default");
  await waitFor(async () => (await api("GET", "/servers")).servers[0].state === "stopped", "the user server to stop", 30_000);
}

// What the browser does not have to show is asked of the public API.
async function api(method, at, body) {
  const answer = await fetch(`${program.url}/api/v1${at}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${at}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

async function pushExample(name, edit = (file, content) => content) {
  const folder = path.join(root, "examples", name);
  const { readdir } = await import("node:fs/promises");
  const files = [];
  for (const file of await readdir(folder)) {
    const content = edit(file, await readFile(path.join(folder, file), "utf8"));
    files.push({ path: file, content: Buffer.from(content).toString("base64") });
  }
  return api("POST", "/pushes", { message: `Example ${name}`, files });
}

const runOf = async (dag, run) => api("GET", `/dags/${dag}/runs/${encodeURIComponent(run)}`);
const ended = (state) => ["success", "failed", "cancelled"].includes(state);

async function untilEnded(dag, run, timeout = 240_000) {
  return waitFor(async () => {
    const now = await runOf(dag, run);
    return ended(now.state) ? now : null;
  }, `run ${run} of ${dag} to end`, timeout);
}

test("the one-time link makes the first administrator", async () => {
  await page.goto(await program.setupLink());
  await page.getByRole("textbox", { name: "Name" }).fill(NAME);
  await shot(page, "01-setup");
  await page.getByLabel("Password").first().fill(PASSWORD);
  await page.getByRole("button", { name: "Create administrator" }).click();
  await page.getByRole("region", { name: "My server" }).waitFor();
  await shot(page, "02-home-first");
  token = (await page.evaluate(async () => {
    const answer = await fetch("/api/v1/tokens", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ note: "tour" }) });
    return answer.json();
  })).token;
  assert.match(token, /^orr_/);
});

test("the default environment is built, and the page tells of it", { timeout: 900_000 }, async () => {
  await waitFor(async () => {
    const [one] = (await api("GET", "/environments")).environments;
    assert.notEqual(one.state, "failed", one.message);
    return one.state === "ready";
  }, "the environment", 900_000);
});

test("a JupyterLab of one's own opens through the proxy", { timeout: 300_000 }, async () => {
  await page.goto(program.url);
  await page.getByRole("button", { name: "Start my server" }).click();
  await shot(page, "03-home-starting");
  const open = page.getByRole("button", { name: "Open JupyterLab" });
  await open.waitFor({ timeout: 180_000 });
  await shot(page, "04-home-running");
  const [lab] = await Promise.all([page.context().waitForEvent("page"), open.click()]);
  await lab.locator(".jp-Launcher").waitFor({ timeout: 120_000 });
  assert.match(lab.url(), new RegExp(`/user/${NAME}/lab`));
  await shot(lab, "05-jupyterlab");

  // In its terminal, what an analyst types.
  await lab.locator('.jp-LauncherCard[title*="terminal" i]').first().click();
  await lab.locator(".jp-Terminal .xterm-screen").waitFor({ timeout: 60_000 });
  await lab.locator(".jp-Terminal").click();
  await lab.keyboard.type("dag create notebook hello && dag push hello\n", { delay: 5 });
  await waitFor(async () => (await api("GET", "/dags")).dags.find((dag) => dag.dag_id === "hello"), "the pushed dag", 90_000);
  await shot(lab, "06-terminal");
  await lab.close();
});

test("a run is made by a button, watched, and its output opened", { timeout: 300_000 }, async () => {
  await page.goto(`${program.url}/dags`);
  await page.getByRole("table", { name: "Dags" }).waitFor();
  await shot(page, "07-dags");
  await page.goto(`${program.url}/dags/hello`);
  await page.getByRole("heading", { name: "hello" }).waitFor();
  await page.getByRole("button", { name: "Run now" }).click();
  const start = page.getByRole("button", { name: "Start run" });
  await Promise.race([start.waitFor().then(() => start.click()), page.waitForURL(/\/runs\//)]);
  await page.waitForURL(/\/runs\//);
  const run = decodeURIComponent(page.url().match(/runs\/([^/?#]+)/)[1]);
  const done = await untilEnded("hello", run);
  assert.equal(done.state, "success", JSON.stringify(done, null, 1));
  await page.locator('[data-state="success"]').first().waitFor();
  await shot(page, "08-run");
  await page.goto(`${program.url}/dags/hello/runs/${encodeURIComponent(run)}/tasks/${done.tasks[0].task_id}`);
  await page.getByRole("region", { name: "Output notebook" }).waitFor();
  await shot(page, "09-output");
});

test("the seed's example works letter for letter, and a report shows its plot", { timeout: 400_000 }, async () => {
  await pushExample("notebook");
  const report = await pushExample("weather-report");
  const made = await api("POST", `/dags/${report.dag_id}/runs`, { parameters: {} });
  const done = await untilEnded(report.dag_id, made.run_id);
  assert.equal(done.state, "success", JSON.stringify(done, null, 1));
  const notebook = await api("GET", `/dags/${report.dag_id}/runs/${encodeURIComponent(made.run_id)}/tasks/${done.tasks[0].task_id}/attempts/1/notebook`);
  assert.ok(JSON.stringify(notebook).includes("image/png"), "a plot is in the output notebook");
  await page.goto(`${program.url}/dags/${report.dag_id}/runs/${encodeURIComponent(made.run_id)}/tasks/${done.tasks[0].task_id}`);
  await page.getByRole("region", { name: "Output notebook" }).locator("img").first().waitFor();
  await shot(page, "10-report");
});

test("several notebooks run in order, in parallel where they can", { timeout: 600_000 }, async () => {
  const { dag_id: dag } = await pushExample("warehouse-replenishment");
  const made = await api("POST", `/dags/${dag}/runs`, { parameters: {} });
  await page.goto(`${program.url}/dags/${dag}/runs/${encodeURIComponent(made.run_id)}`);
  await shot(page, "11-fan-out-running");
  const done = await untilEnded(dag, made.run_id, 500_000);
  assert.equal(done.state, "success", JSON.stringify(done, null, 1));
  for (const task of done.tasks) {
    for (const before of task.after) {
      const earlier = done.tasks.find((one) => one.task_id === before);
      assert.ok(earlier.ended_at <= task.started_at, `${task.task_id} began before ${before} had ended`);
    }
  }
  const middle = done.tasks.filter((task) => task.after.length && done.tasks.some((one) => one.after.includes(task.task_id)));
  assert.ok(middle.length >= 2);
  assert.ok(middle[0].started_at < middle[1].ended_at && middle[1].started_at < middle[0].ended_at, "the two in the middle overlap");
  await page.reload();
  await page.locator('[data-state="success"]').first().waitFor();
  await page.locator(".react-flow__node").nth(3).waitFor();
  await shot(page, "12-fan-out");
  await page.goto(`${program.url}/dags/${dag}?tab=graph`);
  await page.locator(".react-flow__node").nth(3).waitFor();
  await shot(page, "13-graph");
});

test("a failed run shows its failing cell first, and is retried from the page", { timeout: 400_000 }, async () => {
  const { dag_id: dag } = await pushExample("notebook", (file, content) => {
    if (!file.endsWith(".ipynb")) return content.replace("notebook_v1", "broken");
    const notebook = JSON.parse(content);
    notebook.cells.push({
      cell_type: "code", execution_count: null, id: "will-fail", metadata: {}, outputs: [],
      source: ["rows = [1, 2, 3]\n", "total = sum(rows)\n", "average = total / 0"],
    });
    return JSON.stringify(notebook);
  });
  const made = await api("POST", `/dags/${dag}/runs`, { parameters: {} });
  const done = await untilEnded(dag, made.run_id);
  assert.equal(done.state, "failed");
  const error = done.tasks[0].attempts.at(-1).error;
  assert.equal(error.name, "ZeroDivisionError");
  assert.equal(error.cell_id, "will-fail");
  await page.goto(`${program.url}/dags/${dag}/runs/${encodeURIComponent(made.run_id)}/tasks/${done.tasks[0].task_id}`);
  await page.getByRole("region", { name: "Failure" }).getByText("ZeroDivisionError").first().waitFor();
  await shot(page, "14-failure");
  await page.getByRole("button", { name: "Retry" }).first().click();
  await waitFor(async () => {
    const task = (await runOf(dag, made.run_id)).tasks[0];
    return task.attempts.length > done.tasks[0].attempts.length && ended(task.state);
  }, "the second attempt", 120_000);
  await shot(page, "15-retried");
});

test("what is wrong with a push is told with file and line, and what was deployed stays", async () => {
  const before = await api("GET", "/dags/notebook_v1");
  const refused = await fetch(`${program.url}/api/v1/pushes`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ files: [{ path: "dag.yml", content: Buffer.from("dag_id: notebook_v1\nowner: vinayak\nshedule: '0 0 * * *'\n").toString("base64") }] }),
  });
  assert.equal(refused.status, 422);
  const { problems } = await refused.json();
  const typo = problems.find((one) => one.line === 3);
  assert.match(typo.message + typo.remedy, /schedule/);
  assert.equal((await api("GET", "/dags/notebook_v1")).commit, before.commit);
});

test("an attempt is followed live: its cells, its output, its log", { timeout: 200_000 }, async () => {
  const { dag_id: dag } = await pushExample("notebook", (file, content) => {
    if (!file.endsWith(".ipynb")) return content.replace("notebook_v1", "live");
    const notebook = JSON.parse(content);
    notebook.cells.push({ cell_type: "code", execution_count: null, id: "slow", metadata: {}, outputs: [], source: ["import time\n", "print('half', 'way', 'there', flush=True)\n", "time.sleep(10)\n", "print('at', 'the', 'end')"] });
    return JSON.stringify(notebook);
  });
  const made = await api("POST", `/dags/${dag}/runs`, { parameters: {} });
  const task = `${program.url}/dags/${dag}/runs/${encodeURIComponent(made.run_id)}/tasks/notebook`;
  await page.goto(task);
  await page.getByRole("region", { name: "Output notebook" }).getByText("half way there").last().waitFor({ timeout: 60_000 });
  assert.equal((await runOf(dag, made.run_id)).state, "running", "the output is shown while the run goes on");
  await shot(page, "17-live");
  await page.getByRole("tab", { name: "Log" }).click();
  await page.getByRole("log", { name: "Log" }).getByText("half way there").waitFor();
  await page.getByRole("log", { name: "Log" }).getByText("at the end").waitFor({ timeout: 60_000 });
  await shot(page, "18-log");
  assert.equal((await untilEnded(dag, made.run_id)).state, "success");
});

test("the server is killed while a notebook runs: the run goes on and ends once", { timeout: 300_000 }, async () => {
  const { dag_id: dag } = await pushExample("notebook", (file, content) => {
    if (!file.endsWith(".ipynb")) return content.replace("notebook_v1", "survivor");
    const notebook = JSON.parse(content);
    notebook.cells.push({ cell_type: "code", execution_count: null, id: "slow", metadata: {}, outputs: [], source: ["import time\n", "time.sleep(12)\n", "print('survived')"] });
    return JSON.stringify(notebook);
  });
  const made = await api("POST", `/dags/${dag}/runs`, { parameters: {} });
  await waitFor(async () => (await runOf(dag, made.run_id)).tasks[0].attempts[0]?.state === "running", "the attempt to run");
  await program.killServer();
  await program.up();
  const done = await untilEnded(dag, made.run_id);
  assert.equal(done.state, "success", JSON.stringify(done, null, 1));
  assert.equal(done.tasks[0].attempts.length, 1);
  await page.goto(program.url);
  await page.getByRole("region", { name: "My server" }).getByText("Running").first().waitFor();
  await shot(page, "16-home-after");
});
