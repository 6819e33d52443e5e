// Many real processes at once, against an STS that counts.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { startGate } from "./gate.ts";
import { start } from "./helper-process.ts";
import { type Job, noModes, startJob } from "./job.ts";

const CROWD = 50;
const WAITING = "waiting for its answer";
const limit = { timeout: 60_000 };

/** What an SDK reads from stdout. */
function accessKeyOf(output: string): string {
  return (JSON.parse(output) as { AccessKeyId: string }).AccessKeyId;
}

/** The process that holds the lock, which asks AWS. */
function holder(job: Job): number {
  const lock = readdirSync(job.folder).find((name) => name.endsWith(".lock")) ?? "";
  const [ticket = ""] = readdirSync(join(job.folder, lock));
  return Number(ticket.split("-")[1]);
}

test("processes: fifty cold at once: one call, all the same answer", limit, async (t) => {
  const job = await startJob(t);
  const ended = await Promise.all(Array.from({ length: CROWD }, () => start(job, ["process"]).ended));
  for (const { code, errors } of ended) {
    assert.equal(code, 0, errors);
    assert.equal(errors, "");
  }
  assert.equal(job.calls(), 1);
  assert.equal(new Set(ended.map(({ output }) => output)).size, 1);
  // Who came late found the credentials, and kept what it printed for the next.
  const left = job.files().filter((name) => !name.endsWith(".answer"));
  assert.equal(left.length, 1, "no lock, nothing half written");
});

test("processes: fifty with the answer there: no call", limit, async (t) => {
  const job = await startJob(t);
  const { accessKeyId } = await job.login();
  const ended = await Promise.all(Array.from({ length: CROWD }, () => start(job, ["process"]).ended));
  for (const { code, output } of ended) assert.deepEqual([code, accessKeyOf(output)], [0, accessKeyId]);
  assert.equal(job.calls(), 1);
});

test("processes: fifty wait, AWS refuses: one call, all fail alike, with AWS's words", limit, async (t) => {
  const job = await startJob(t);
  const gate = await startGate(t, job.sts.url);
  const variables = {
    AWS_ENDPOINT_URL_STS: gate.url,
    GITLAB_AWS_IDENTITY_TOKEN: await job.sts.signIdToken({ projectPath: "other/project" }),
  };
  const first = start(job, ["process"], variables);
  await gate.arrived(1);
  const others = Array.from({ length: CROWD - 1 }, () => start(job, ["process", "--debug"], variables));
  await Promise.all(others.map((one) => one.said(WAITING)));
  gate.open();
  const { code, output, errors } = await first.ended;
  assert.equal(code, 5);
  assert.equal(output, "");
  assert.match(errors, /AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity/);
  for (const one of others) {
    const other = await one.ended;
    assert.equal(other.code, 5, other.errors);
    assert.ok(other.errors.endsWith(errors), "the same words and the same remedy");
  }
  assert.equal(job.calls(), 1);
  const later = await start(job, ["process"], variables).ended;
  assert.equal(later.code, 5);
  assert.equal(job.calls(), 2, "whoever comes later asks anew");
});

test("processes: fifty started at once, some late on a busy machine: a refusal is still one call", {
  ...limit,
  skip: process.platform === "linux" ? false : "only Linux tells when a process was forked",
}, async (t) => {
  const job = await startJob(t);
  const gate = await startGate(t, job.sts.url);
  const variables = {
    AWS_ENDPOINT_URL_STS: gate.url,
    GITLAB_AWS_IDENTITY_TOKEN: await job.sts.signIdToken({ projectPath: "other/project" }),
  };
  const crowd = Array.from({ length: CROWD }, () => start(job, ["process"], variables));
  await Promise.all(crowd.map((one) => one.started));
  // Linux counts in hundredths of a second: the refusal has to be in a later one than the last start.
  const uptime = (): string => readFileSync("/proc/uptime", "latin1").split(" ")[0] ?? "";
  for (const now = uptime(); uptime() === now; );
  gate.open();
  const ended = await Promise.all(crowd.map((one) => one.ended));
  assert.deepEqual(new Set(ended.map(({ code }) => code)), new Set([5]));
  assert.equal(new Set(ended.map(({ errors }) => errors)).size, 1);
  assert.equal(job.calls(), 1);
});

test("processes: twenty wait, AWS is not there: the attempts of one, all fail alike", limit, async (t) => {
  const job = await startJob(t);
  const gate = await startGate(t, job.sts.url);
  job.sts.addFault({ fault: "service-unavailable" });
  const variables = { AWS_ENDPOINT_URL_STS: gate.url };
  const crowd = Array.from({ length: 20 }, () => start(job, ["process", "--debug"], variables));
  await gate.arrived(1);
  const asking = holder(job);
  await Promise.all(crowd.filter(({ child }) => child.pid !== asking).map((one) => one.said(WAITING)));
  gate.open();
  const ended = await Promise.all(crowd.map((one) => one.ended));
  assert.deepEqual(new Set(ended.map(({ code }) => code)), new Set([6]));
  assert.equal(job.calls(), 3);
});

test(
  "processes: the one that asks is killed while AWS hangs, and so is the next: a third takes over",
  limit,
  async (t) => {
    const job = await startJob(t);
    const kills = 2;
    job.sts.addFault({ fault: "hang", times: kills });
    const gate = await startGate(t, job.sts.url);
    gate.open();
    const variables = { AWS_ENDPOINT_URL_STS: gate.url };
    let crowd = Array.from({ length: 12 }, () => start(job, ["process", "--debug"], variables));
    for (let kill = 1; kill <= kills; kill++) {
      await gate.arrived(kill);
      const asking = crowd.find(({ child }) => child.pid === holder(job));
      assert.ok(asking !== undefined);
      crowd = crowd.filter((one) => one !== asking);
      await Promise.all(crowd.map((one) => one.said(WAITING)));
      asking.child.kill("SIGKILL");
      assert.equal((await asking.ended).signal, "SIGKILL");
    }
    const killed = performance.now();
    const ended = await Promise.all(crowd.map((one) => one.ended));
    const took = Math.round(performance.now() - killed);
    for (const { code, errors } of ended) assert.equal(code, 0, errors);
    assert.equal(new Set(ended.map(({ output }) => accessKeyOf(output))).size, 1);
    assert.equal(job.calls(), kills + 1, "those of the dead, and one more");
    assert.ok(took < 9000, `${took} ms: somebody waited for a time limit`);
    t.diagnostic(`all done ${took} ms after the last kill`);
  },
);

test("processes: two tokens and two roles at once: a call each, nothing shared", limit, async (t) => {
  const job = await startJob(t);
  const kinds = [
    {},
    { GITLAB_AWS_IDENTITY_TOKEN: await job.sts.signIdToken({ claims: { jti: "another" } }) },
    { GITLAB_AWS_ROLE_SESSION_NAME: "another" },
  ];
  const runs = kinds.flatMap((variables) =>
    Array.from({ length: 8 }, () => start(job, ["process"], variables)),
  );
  const keys = (await Promise.all(runs.map((one) => one.ended))).map(({ output }) => accessKeyOf(output));
  assert.equal(job.calls(), kinds.length);
  assert.equal(new Set(keys).size, kinds.length);
  for (const [index] of kinds.entries()) assert.equal(new Set(keys.slice(index * 8, index * 8 + 8)).size, 1);
});

test("processes: --no-cache and GITLAB_AWS_CACHE=off make a call each", limit, async (t) => {
  const job = await startJob(t);
  await job.login();
  const runs = [
    ...Array.from({ length: 4 }, () => start(job, ["process", "--no-cache"])),
    ...Array.from({ length: 4 }, () => start(job, ["process"], { GITLAB_AWS_CACHE: "off" })),
  ];
  const keys = (await Promise.all(runs.map((one) => one.ended))).map(({ output }) => accessKeyOf(output));
  assert.equal(new Set(keys).size, 8);
  assert.equal(job.calls(), 9);
});

test("processes: process, env and exec share one answer", limit, async (t) => {
  const job = await startJob(t);
  const print = "process.stdout.write(process.env.AWS_ACCESS_KEY_ID)";
  const first = accessKeyOf((await start(job, ["process"]).ended).output);
  const env = await start(job, ["env", "--format", "json"]).ended;
  assert.equal((JSON.parse(env.output) as Record<string, string>)["AWS_ACCESS_KEY_ID"], first);
  const exec = await start(job, ["exec", "--", process.execPath, "-e", print]).ended;
  assert.equal(exec.output, first);
  assert.equal(job.calls(), 1);
});

test("processes: a token that comes through a pipe is read once, for the cache and for AWS", {
  ...limit,
  skip: noModes,
}, async (t) => {
  const job = await startJob(t);
  const path = join(job.home, "pipe");
  assert.equal(spawnSync("mkfifo", [path]).status, 0);
  const variables = { GITLAB_AWS_IDENTITY_TOKEN: "", AWS_WEB_IDENTITY_TOKEN_FILE: path };
  const keys = [];
  for (let turn = 0; turn < 2; turn++) {
    const run = start(job, ["process"], variables);
    // Whoever opened it a second time would wait for a writer.
    t.after(() => run.child.kill("SIGKILL"));
    await writeFile(path, job.env["GITLAB_AWS_IDENTITY_TOKEN"] ?? "");
    const { code, output, errors } = await run.ended;
    assert.equal(code, 0, errors);
    keys.push(accessKeyOf(output));
  }
  assert.equal(keys[1], keys[0]);
  assert.equal(job.calls(), 1);
});
