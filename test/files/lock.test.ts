import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { test } from "node:test";
import { LockBusyError, withLock } from "../../src/files/lock.ts";
import { identityText, judge, ownIdentity, parseIdentity } from "../../src/files/process-identity.ts";
import { fakeWorld, realWorld, temporaryFolder } from "./world.ts";

const linuxOnly = process.platform === "linux" ? false : "needs /proc";

function layLock(path: string, identity: ReturnType<typeof ownIdentity>): string {
  const ticket = join(path, `${identityText(identity)}-1a2b`);
  fs.mkdirSync(path);
  fs.writeFileSync(ticket, "");
  return ticket;
}

test("lock: the action's result is returned, its error thrown, and nothing is left", async (context) => {
  const folder = temporaryFolder(context);
  const path = join(folder, "lock");
  const options = { ...realWorld, waitMilliseconds: 1000 };
  assert.equal(await withLock(path, options, (lock) => lock.isHeld() && 7), 7);
  await assert.rejects(
    withLock(path, options, () => Promise.reject(new Error("mine"))),
    /^Error: mine$/,
  );
  assert.deepEqual(fs.readdirSync(folder), []);
});

test("lock: its folder is its owner's to use, whatever the umask", {
  skip: process.platform === "win32" ? "Windows has no modes" : false,
}, async (context) => {
  const path = join(temporaryFolder(context), "lock");
  const old = process.umask(0o177);
  context.after(() => process.umask(old));
  const options = { ...realWorld, waitMilliseconds: 1000 };
  const mode = await withLock(path, options, () => fs.statSync(path).mode);
  assert.equal((mode & 0o777).toString(8), "700", "without x nobody but root could put the ticket into it");
});

test("lock: actions within one process exclude one another, too", async (context) => {
  const path = join(temporaryFolder(context), "lock");
  let inside = 0;
  const options = { ...realWorld, waitMilliseconds: 20_000 };
  const action = async () => {
    inside += 1;
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(inside, 1);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => withLock(path, options, action)));
});

test("lock: the wait is bounded, and says who holds the lock", { skip: linuxOnly }, async (context) => {
  const folder = temporaryFolder(context);
  const path = join(folder, "lock");
  layLock(path, ownIdentity());
  let slept = 0;
  const world = fakeWorld(() => (slept += 1));
  const waiting = withLock(path, { ...world, waitMilliseconds: 60_000 }, () => "never");
  await assert.rejects(waiting, (error: Error) => {
    assert.ok(error instanceof LockBusyError);
    assert.match(error.message, new RegExp(`process ${process.pid} holds it`));
    return error.exitCode === 7;
  });
  assert.ok(slept > 100, "a living holder keeps the lock however long it is silent");
  assert.deepEqual(fs.readdirSync(folder), ["lock"], "the waiter's ticket is gone");
});

test("lock: what is found meanwhile ends the wait", async (context) => {
  const path = join(temporaryFolder(context), "lock");
  layLock(path, ownIdentity());
  let asked = 0;
  const meanwhile = () => {
    asked += 1;
    return asked === 5 ? "cached" : undefined;
  };
  const options = { ...fakeWorld(), waitMilliseconds: 60_000, meanwhile };
  assert.equal(await withLock(path, options, () => "own"), "cached");
  assert.equal(asked, 5);
});

test("lock: of a dead process, one whose id is used again, and a zombie, is taken at once", {
  skip: linuxOnly,
}, async (context) => {
  const folder = temporaryFolder(context);
  const own = ownIdentity();
  // The first cat takes the place of the shell, answers once it has, and never asks how the second one ended.
  const parent = spawn("sh", ["-c", "cat <&3 & echo $!; exec cat"], {
    stdio: ["pipe", "pipe", "ignore", "pipe"],
  });
  context.after(() => parent.stdin?.end());
  const zombie = Number(String((await once(parent.stdout as Readable, "data"))[0]));
  parent.stdin?.write("x");
  await once(parent.stdout as Readable, "data");
  (parent.stdio[3] as Writable).end();
  const zombieStat = () =>
    fs
      .readFileSync(`/proc/${zombie}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
  while (zombieStat()[0] !== "Z") await new Promise((resolve) => setImmediate(resolve));
  const zombieStart = zombieStat()[19] ?? "";
  const cases = [
    { ...own, pid: 2 ** 30 },
    { ...own, start: "12" },
    { ...own, pid: zombie, start: zombieStart },
  ];
  for (const [index, holder] of cases.entries()) {
    const path = join(folder, `lock${index}`);
    layLock(path, holder);
    const world = fakeWorld(() => assert.fail("it slept"));
    assert.equal(await withLock(path, { ...world, waitMilliseconds: 0 }, () => "taken"), "taken");
  }
  parent.stdin?.end();
  await once(parent, "exit");
});

test("lock: of another container is taken after ten silent seconds, and kept while it is touched", async (context) => {
  const folder = temporaryFolder(context);
  const path = join(folder, "lock");
  const elsewhere = { ...ownIdentity(), scope: "0123456789abcdef.1" };
  const ticket = layLock(path, elsewhere);
  let touched = 0;
  const touching = fakeWorld((now) => {
    if (now - touched < 1000) return;
    touched = now;
    fs.utimesSync(ticket, now / 1000, now / 1000);
  });
  const waiting = withLock(path, { ...touching, waitMilliseconds: 60_000 }, () => "never");
  await assert.rejects(waiting, /another container or on another machine/);
  const silent = fakeWorld();
  const start = silent.now();
  assert.equal(await withLock(path, { ...silent, waitMilliseconds: 60_000 }, () => "taken"), "taken");
  assert.ok(silent.now() - start >= 10_000 && silent.now() - start < 10_600);
});

test("lock: the wait in all is bounded, too, however often the lock changes hands", async (context) => {
  const path = join(temporaryFolder(context), "lock");
  fs.mkdirSync(path);
  let holders = 0;
  const change = (): void => {
    holders += 1;
    for (const name of fs.readdirSync(path)) fs.unlinkSync(join(path, name));
    fs.writeFileSync(join(path, `${identityText(ownIdentity())}-${holders}`), "");
  };
  change();
  const world = fakeWorld(change);
  const start = world.now();
  const bounds = { waitMilliseconds: 60_000, waitInAllMilliseconds: 60_000 };
  await assert.rejects(
    withLock(path, { ...world, ...bounds }, () => "never"),
    LockBusyError,
  );
  const waited = world.now() - start;
  assert.ok(waited >= 60_000 && waited < 60_500, `${waited} ms`);
});

for (const [how, jump] of [
  ["forward", 3_600_000],
  ["back", -3_600_000],
] as const) {
  test(`lock: a clock that jumps ${how} neither ends the wait nor makes it longer`, async (context) => {
    const path = join(temporaryFolder(context), "lock");
    layLock(path, ownIdentity());
    let slept = 0;
    const world = fakeWorld();
    const jumping = {
      now: () => world.now() + (slept > 10_000 ? jump : 0),
      sleep: (milliseconds: number) => {
        slept += milliseconds;
        return world.sleep(milliseconds);
      },
    };
    await assert.rejects(
      withLock(path, { ...jumping, waitMilliseconds: 30_000 }, () => "never"),
      LockBusyError,
    );
    assert.ok(slept >= 29_000 && slept < 30_500, `${slept} ms`);
  });
}

test("lock: of a stopped process is kept, but for who says that it may be broken: after ten seconds", {
  skip: linuxOnly,
}, async (context) => {
  const path = join(temporaryFolder(context), "lock");
  const holder = spawn(process.execPath, ["-e", "process.stdin.resume()"], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  context.after(() => holder.kill("SIGKILL"));
  await once(holder, "spawn");
  const pid = holder.pid ?? 0;
  const stat = () =>
    fs
      .readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
  const identity = { ...ownIdentity(), pid, start: stat()[19] ?? "" };
  layLock(path, identity);
  const wait = (breaksStopped: boolean) => {
    const world = fakeWorld();
    const start = world.now();
    const options = { ...world, waitMilliseconds: 30_000, breaksStopped };
    return withLock(path, options, () => world.now() - start);
  };
  await assert.rejects(wait(true), LockBusyError, "it is not stopped");
  holder.kill("SIGSTOP");
  while (stat()[0] !== "T") await new Promise((resolve) => setImmediate(resolve));
  assert.equal(judge(identity, ownIdentity()), "stopped");
  await assert.rejects(wait(false), LockBusyError);
  const waited = await wait(true);
  assert.ok(waited >= 10_000 && waited < 10_600, `${waited} ms`);
});

test("lock: a holder that lost its lock knows, and does not free the next one's", async (context) => {
  const path = join(temporaryFolder(context), "lock");
  const options = { ...realWorld, waitMilliseconds: 1000 };
  await withLock(path, options, async (first) => {
    for (const name of fs.readdirSync(path)) fs.unlinkSync(join(path, name));
    assert.equal(first.isHeld(), false);
    layLockAnew(path);
  });
  assert.equal(fs.readdirSync(path).length, 1);
});

function layLockAnew(path: string): void {
  fs.rmdirSync(path);
  layLock(path, ownIdentity());
}

test("lock: a folder that cannot be written, or is not there, is said", async (context) => {
  const folder = temporaryFolder(context);
  const options = { ...fakeWorld(), waitMilliseconds: 1000 };
  await assert.rejects(
    withLock(join(folder, "none", "lock"), options, () => 1),
    /no such file or folder/,
  );
  fs.writeFileSync(join(folder, "file"), "");
  await assert.rejects(
    withLock(join(folder, "file"), options, () => 1),
    /cannot lock .*file: /,
  );
});

test("lock: a link in its place is refused at once, and what is behind it stays", {
  skip: process.platform === "win32" ? "links need a privilege on Windows" : false,
}, async (context) => {
  const folder = temporaryFolder(context);
  const precious = join(folder, "precious");
  fs.mkdirSync(precious);
  // Even a file that is named like a ticket.
  for (const name of ["a.txt", "host_x-1-0-abc"]) {
    fs.writeFileSync(join(precious, name), "");
    const path = join(folder, `lock of ${name}`);
    fs.symlinkSync(precious, path);
    const world = fakeWorld(() => assert.fail("it waited"));
    await assert.rejects(
      withLock(path, { ...world, waitMilliseconds: 60_000 }, () => "never"),
      /cannot lock .*: it is a symbolic link/,
    );
    assert.deepEqual(fs.readdirSync(precious), [name]);
    fs.unlinkSync(join(precious, name));
  }
});

test("lock: a file in it that is no ticket is not removed, but named", async (context) => {
  const path = join(temporaryFolder(context), "lock");
  fs.mkdirSync(path);
  fs.writeFileSync(join(path, "a.txt"), "");
  const world = fakeWorld(() => assert.fail("it waited"));
  await assert.rejects(
    withLock(path, { ...world, waitMilliseconds: 60_000 }, () => "never"),
    /cannot lock .*: a\.txt is in it/,
  );
  assert.deepEqual(fs.readdirSync(path), ["a.txt"]);
});

test("lock: folders of waiters that died are swept, those of living ones are not", async (context) => {
  const folder = temporaryFolder(context);
  const path = join(folder, "lock");
  const own = ownIdentity();
  for (const identity of [own, { ...own, pid: 2 ** 30 }]) {
    layLock(`${path}.${identityText(identity)}-1a2b`, identity);
  }
  fs.mkdirSync(`${path}.other`);
  await withLock(path, { ...realWorld, waitMilliseconds: 1000 }, () => 1);
  assert.deepEqual(fs.readdirSync(folder).sort(), [`lock.${identityText(own)}-1a2b`, "lock.other"].sort());
});

test("process-identity: this process is alive, and its name reads back", () => {
  const own = ownIdentity();
  assert.deepEqual(parseIdentity(identityText(own)), own);
  assert.equal(judge(own, own), process.platform === "linux" ? "alive" : "unknown");
  assert.equal(judge({ ...own, scope: "x" }, own), "unknown");
  assert.equal(parseIdentity("../x"), undefined);
  const { pid } = spawnSync("true");
  assert.equal(judge({ ...own, pid }, own), "gone");
});
