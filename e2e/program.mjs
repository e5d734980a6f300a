// Starts the real program in a home of its own, and a browser beside it.
import { spawn } from "node:child_process";
import { mkdtemp, mkdir, readFile, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createServer } from "node:net";
import { chromium } from "playwright-core";

const here = path.dirname(new URL(import.meta.url).pathname);
export const root = path.resolve(here, "..");
export const screenshots = path.join(here, "target", "screenshots");

async function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Program {
  constructor(home, port, env) {
    this.home = home;
    this.env = env(port);
    this.root = root;
    this.port = port;
    this.url = `http://127.0.0.1:${port}`;
    this.output = "";
  }

  // env: of the port, the variables that the program has beside this process's.
  static async start(env = () => ({})) {
    const home = process.env.ORRERY_E2E_HOME ?? (await mkdtemp(path.join(tmpdir(), "orrery-e2e-")));
    const program = new Program(home, await freePort(), env);
    await program.up();
    return program;
  }

  // Resolves once the server answers; the first start builds what is not built.
  async up() {
    this.output = "";
    const args = ["up", "--home", this.home, "--port", String(this.port)];
    this.process = spawn(path.join(root, "orrery"), args, { cwd: root, env: { ...process.env, ...this.env }, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on("data", (data) => (this.output += data));
    }
    await waitFor(
      async () => {
        if (this.process.exitCode !== null) throw new Error(`the program ended:\n${this.output}`);
        return (await fetch(`${this.url}/healthz`).catch(() => null))?.ok;
      },
      "the server to answer",
      900_000,
    );
  }

  setupLink() {
    return waitFor(() => this.output.match(/http:\S+\/setup\?token=\S+/)?.[0], "the one-time link");
  }

  async serverPid() {
    return JSON.parse(await readFile(path.join(this.home, "server.json"), "utf8")).pid;
  }

  async killServer() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    process.kill(await this.serverPid(), "SIGKILL");
    await ended;
  }

  async stop() {
    if (this.process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGTERM");
    await ended;
  }

  // Stops it and clears the home away, which holds an environment of some hundred megabytes.
  async remove() {
    await this.stop();
    if (!process.env.ORRERY_E2E_HOME) await rm(this.home, { recursive: true, force: true }).catch(() => {});
  }
}

export async function waitFor(check, what, timeout = 60_000) {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${timeout / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

export async function browser() {
  await mkdir(screenshots, { recursive: true });
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((file) => existsSync(file));
  if (!executablePath) throw new Error("no Chromium found: install Debian's package chromium");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}

export async function shot(page, name) {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.screenshot({ path: path.join(screenshots, `${name}-1440.png`) });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: path.join(screenshots, `${name}-390.png`) });
  await page.setViewportSize({ width: 1440, height: 900 });
}
