// The process that asks AWS is stopped, and goes on when another one has taken over. Nothing here depends on how fast anybody is.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { temporaryFolder } from "./job.ts";

const worker = join(import.meta.dirname, "flight-worker.js");

interface Party {
  readonly child: ChildProcess;
  said(text: string): Promise<string>;
}

function start(t: TestContext, home: string): Party {
  // Milliseconds of silence after which the lock of a stopped process is broken. That of no other is.
  const child = spawn(process.execPath, [worker, home, "300"], { stdio: ["pipe", "pipe", "inherit"] });
  t.after(() => child.kill("SIGKILL"));
  let output = "";
  const watchers = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    for (const watcher of watchers) watcher();
  });
  const said = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = (): void => {
        if (output.includes(text)) resolve(output);
      };
      child.once("close", () => reject(new Error(`ended without "${text}": ${output}`)));
      watchers.add(look);
      look();
    });
  return { child, said };
}

const state = (pid: number): string =>
  readFileSync(`/proc/${pid}/stat`, "latin1")
    .replace(/^.*\) /s, "")
    .charAt(0);

test("single flight: of a stopped process another one takes over, one alone; when it goes on, it harms nobody", {
  timeout: 120_000,
  skip: process.platform === "linux" ? false : "only Linux tells who is stopped",
}, async (t) => {
  const home = temporaryFolder(t);
  const folder = join(home, ".cache", "gitlab-aws-credential-helper", "no-job");
  const stopped = start(t, home);
  await stopped.said("asks");
  stopped.child.kill("SIGSTOP");
  while (state(stopped.child.pid ?? 0) !== "T") await new Promise((resolve) => setImmediate(resolve));

  const crowd = Array.from({ length: 8 }, () => start(t, home));
  await Promise.all(crowd.map((one) => one.said("waiting for its answer")));
  const next = await Promise.race(crowd.map((one) => one.said("asks").then(() => one)));
  const others = crowd.filter((one) => one !== next);
  const lock = join(folder, `${"0".repeat(32)}.lock`);
  const tickets = readdirSync(lock);
  assert.deepEqual(
    tickets.map((name) => Number(name.split("-")[1])),
    [next.child.pid],
  );

  // It gets its answer while the other one still waits for its own.
  stopped.child.stdin?.write("OLD");
  stopped.child.kill("SIGCONT");
  const old = await stopped.said("got OLD");
  assert.match(old, /lost the lock: its answer is not kept/);
  assert.deepEqual(readdirSync(lock), tickets, "the lock of the other one stays");

  next.child.stdin?.write("NEW");
  const outputs = await Promise.all(crowd.map((one) => one.said("got NEW")));
  assert.equal(outputs.filter((output) => output.includes("asks")).length, 1, `${others.length} wait for it`);
  await Promise.all(
    crowd.map((one) => one.child.exitCode ?? new Promise((end) => one.child.once("close", end))),
  );
  assert.deepEqual(readdirSync(folder), [`${"0".repeat(32)}.credentials`]);
  const late = start(t, home);
  assert.doesNotMatch(await late.said("got NEW"), /asks/);
});
