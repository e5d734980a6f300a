// What must hold when things go wrong or somebody means harm: real processes are killed, a real notebook tries to look at what is not its own.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { Program, browser, waitFor } from "./program.mjs";

const PASSWORD = "correct horse battery";
let program, token;

before(async () => {
  // Browsers find *.localhost by themselves.
  program = await Program.start((port) => ({ ORRERY_PUBLIC_URL: `http://localhost:${port}`, ORRERY_SUBDOMAINS: "yes" }));
  const link = await program.setupLink();
  const setup = await fetch(`${program.url}/api/v1/setup`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token: new URL(link).searchParams.get("token"), name: "ana", password: PASSWORD }),
  });
  assert.equal(setup.status, 201);
  token = execFileSync(path.join(program.root, "orrery"), ["token", "create", "ana", "--home", program.home], { encoding: "utf8" }).trim();
  await waitFor(async () => (await api("GET", "/environments")).environments[0].state === "ready", "the environment", 900_000);
}, { timeout: 900_000 });

after(() => program?.remove());

async function api(method, at, body, as = token) {
  const answer = await fetch(`${program.url}/api/v1${at}`, {
    method,
    headers: { Authorization: `Bearer ${as}`, ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${at}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

// One notebook of these code cells as a dag of that name.
async function push(dag, cells, more = "") {
  const notebook = {
    cells: cells.map((source, i) => ({ cell_type: "code", execution_count: null, id: `cell-${i}`, metadata: {}, outputs: [], source })),
    metadata: { kernelspec: { display_name: "Python 3", language: "python", name: "python3" }, language_info: { name: "python" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  const files = { "dag.yml": `dag_id: ${dag}\nowner: ana\nnotebook_name: notebook.ipynb\n${more}`, "notebook.ipynb": JSON.stringify(notebook) };
  return api("POST", "/pushes", {
    files: Object.entries(files).map(([name, content]) => ({ path: name, content: Buffer.from(content).toString("base64") })),
  });
}

const trigger = (dag) => api("POST", `/dags/${dag}/runs`, { parameters: {} });
const runOf = (run) => api("GET", `/dags/${run.dag_id}/runs/${encodeURIComponent(run.run_id)}`);
const untilEnded = (run) => waitFor(async () => {
  const now = await runOf(run);
  return ["success", "failed", "cancelled"].includes(now.state) ? now : null;
}, `run ${run.run_id} to end`, 120_000);
const notebookOf = (run, attempt = 1) => api("GET", `/dags/${run.dag_id}/runs/${encodeURIComponent(run.run_id)}/tasks/notebook/attempts/${attempt}/notebook`);

// The processes of this server's runners, as the host sees them: another server on the machine may have its own. A runner is
// below the supervisor that the launcher's record of its workload names.
async function runners() {
  const records = path.join(program.home, "workloads");
  const supervisors = new Set();
  for (const record of (await readdir(records)).filter((name) => name.startsWith("attempt-"))) {
    const supervisor = await readFile(path.join(records, record, "supervisor"), "utf8").catch(() => "");
    supervisors.add(supervisor.split(" ")[0]);
  }
  const found = [];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const words = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0");
    const runner = words[0].endsWith("/java") && words.includes("dev.orrery.runner.RunnerMain") && words.includes("attempt");
    if (runner && (await ancestors(pid)).some((one) => supervisors.has(one))) found.push(Number(pid));
  }
  return found;
}

async function ancestors(pid) {
  const all = [];
  while (Number(pid) > 1) {
    all.push(pid);
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    pid = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? "1";
  }
  return all;
}

test("a runner that is killed is seen as lost within 5 s, and its task is retried as the dag says", { timeout: 200_000 }, async () => {
  await push("lost", ["import time\ntime.sleep(5)\nprint('done')"], "retries: 1\nretry_delay: 1s\n");
  const run = await trigger("lost");
  await waitFor(async () => (await runOf(run)).tasks[0].attempts[0]?.state === "running", "the attempt to run");
  const [pid] = await runners();
  const killed = Date.now();
  process.kill(pid, "SIGKILL");
  await waitFor(async () => (await runOf(run)).tasks[0].attempts[0].state === "lost", "the attempt to be lost", 5_000);
  assert.ok(Date.now() - killed < 5_000);
  const done = await untilEnded(run);
  assert.equal(done.state, "success");
  assert.deepEqual(done.tasks[0].attempts.map((one) => one.state), ["lost", "success"]);
  await waitFor(async () => (await runners()).length === 0, "the runners to be gone", 10_000);
});

test("a server that is killed while a run waits for its next task loses nothing and doubles nothing", { timeout: 200_000 }, async () => {
  await push("twice", ["import time\ntime.sleep(6)\nprint('once')"]);
  const run = await trigger("twice");
  await waitFor(async () => (await runOf(run)).tasks[0].attempts[0]?.state === "running", "the attempt to run");
  const before = await runners();
  await program.killServer();
  assert.deepEqual(await runners(), before, "the runner goes on without the server");
  await program.up();
  assert.deepEqual(await runners(), before, "and no second one is started");
  const done = await untilEnded(run);
  assert.equal(done.state, "success");
  assert.equal(done.tasks[0].attempts.length, 1);
});

test("from inside a notebook nothing of another user's or of the platform's can be read", { timeout: 200_000 }, async () => {
  execFileSync(path.join(program.root, "orrery"), ["user", "add", "bob", "--password-stdin", "--home", program.home], { input: `${PASSWORD}\n` });
  const home = path.join(program.home, "homes", "bob");
  await mkdir(home, { recursive: true });
  await writeFile(path.join(home, "secret.txt"), "of bob alone");
  const server = await program.serverPid();
  const targets = [
    path.join(home, "secret.txt"), "/home/bob/secret.txt", path.join(program.home, "orrery.db"), path.join(program.home, "server.json"),
    path.join(program.home, "dags.git", "HEAD"), "/etc/shadow", `/proc/${server}/environ`, `/proc/${server}/root/etc/passwd`,
  ];
  await push("curious", [
    `import json, os, pathlib\ntargets = json.loads(${JSON.stringify(JSON.stringify(targets))})\nfor target in targets:\n    try:\n        print("READ", target, len(pathlib.Path(target).read_bytes()))\n    except OSError as error:\n        print("refused", target, type(error).__name__)`,
    `others = [p for p in os.listdir("/proc") if p.isdigit() and pathlib.Path(f"/proc/{p}/cmdline").exists() and b"dev.orrery.server.Main" in pathlib.Path(f"/proc/{p}/cmdline").read_bytes()]\nprint("server processes seen:", len(others))`,
    `try:\n    os.kill(${server}, 0)\n    same = b"dev.orrery.server.Main" in pathlib.Path("/proc/${server}/cmdline").read_bytes()\n    print("SIGNALLED" if same else "refused")\nexcept OSError as error:\n    print("refused", type(error).__name__)`,
    `seen = [str(p) for p in pathlib.Path("/").glob("*")] + [str(p) for p in pathlib.Path("/home").glob("*")]\nprint("homes seen:", [p for p in seen if "bob" in p])\ntry:\n    pathlib.Path(os.__file__).with_name("planted.py").write_text("")\n    print("WROTE into the interpreter")\nexcept OSError as error:\n    print("refused", type(error).__name__)`,
  ]);
  const run = await trigger("curious");
  const done = await untilEnded(run);
  assert.equal(done.state, "success", JSON.stringify(done.tasks, null, 1));
  const text = (await notebookOf(run)).cells.flatMap((cell) => cell.outputs ?? []).map((output) => [output.text].flat().join("")).join("\n");
  assert.equal((text.match(/^refused/gm) ?? []).length, targets.length + 2, text);
  assert.doesNotMatch(text, /READ|SIGNALLED|WROTE/);
  assert.match(text, /server processes seen: 0/);
  assert.match(text, /homes seen: \[\]/);
});

test("a page of a user's server can do nothing in its visitor's name on the platform", { timeout: 200_000 }, async () => {
  const platform = `http://localhost:${program.port}`;
  const own = `http://ana.localhost:${program.port}`;
  const chromium = await browser();
  try {
    const page = await (await chromium.newContext()).newPage();
    await page.goto(`${platform}/login`);
    await page.getByRole("textbox", { name: "Name" }).fill("ana");
    await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("button", { name: "Start my server" }).waitFor();
    await api("POST", "/servers/default", {});
    const server = await waitFor(async () => (await api("GET", "/servers")).servers.find((one) => one.state === "ready"), "the server", 120_000);
    assert.equal(server.url, `${own}/user/ana/`);

    await page.goto(`${platform}/user/ana/lab`);
    assert.equal(new URL(page.url()).origin, own);
    await page.locator("#jp-main-dock-panel").waitFor({ timeout: 60_000 });
    // It works there, WebSocket and all.
    assert.equal(await page.evaluate(runCell), "42");

    const tokens = (await api("GET", "/tokens")).tokens.length;
    const tries = await page.evaluate(attack, platform);
    assert.deepEqual(tries.filter((line) => !line.endsWith(": refused")), []);
    assert.equal(tries.length, 6);
    assert.equal((await api("GET", "/tokens")).tokens.length, tokens);
    await page.goto(`${platform}/account`);
    await page.getByRole("heading", { name: "Account" }).waitFor();
  } finally {
    await chromium.close();
    await api("DELETE", "/servers/default");
    await waitFor(async () => (await api("GET", "/servers")).servers[0].state === "stopped", "the server to stop", 30_000);
  }
});

// In JupyterLab's page: a kernel of its own, a cell through its WebSocket.
async function runCell() {
  const xsrf = document.cookie.match(/_xsrf=([^;]*)/)[1];
  const kernel = await (await fetch("/user/ana/api/kernels", { method: "POST", headers: { "X-XSRFToken": xsrf }, body: "{}" })).json();
  const socket = new WebSocket(`ws://${location.host}/user/ana/api/kernels/${kernel.id}/channels`);
  await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: () => reject(new Error("no WebSocket")) }));
  const header = { msg_id: "m1", username: "", session: "s1", msg_type: "execute_request", version: "5.3", date: new Date().toISOString() };
  socket.send(JSON.stringify({ header, parent_header: {}, metadata: {}, channel: "shell", content: { code: "print(6 * 7)", silent: false } }));
  return new Promise((resolve) => {
    socket.onmessage = (event) => {
      const message = typeof event.data === "string" ? JSON.parse(event.data) : null;
      if (message?.msg_type === "stream") resolve(message.content.text.trim());
    };
  });
}

async function attack(platform) {
  const lines = [];
  const attempt = async (name, deed) => {
    const reached = await Promise.resolve().then(deed).catch(() => false);
    lines.push(`${name}: ${reached ? "REACHED" : "refused"}`);
  };
  await attempt("read the account", async () => (await fetch(`${platform}/api/v1/me`, { credentials: "include" })).ok);
  await attempt("read it at this host", async () => (await (await fetch("/api/v1/me", { credentials: "include" })).json()).name === "ana");
  await attempt("read the hub's API", async () => (await fetch(`${platform}/hub/api/user`, { credentials: "include" })).ok);
  // It is sent, and nobody may see the answer: whether a token was made is looked up afterwards.
  await attempt("make a token unseen", async () => {
    const answer = await fetch(`${platform}/api/v1/tokens`, { method: "POST", mode: "no-cors", credentials: "include", body: JSON.stringify({ note: "stolen", scopes: ["self"] }) });
    return answer.type !== "opaque";
  });
  await attempt("look into another window", async () => {
    const other = window.open(`${platform}/account`);
    if (other === null) return false;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return other.document.body.textContent.length > 0;
  });
  await attempt("look into a frame", async () => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    frame.src = `${platform}/account`;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    return frame.contentDocument.body.textContent.length > 0;
  });
  // What a page may set for its parent's name must not become the platform's session.
  document.cookie = "orrery-session=planted; domain=localhost; path=/api/";
  return lines;
}
