// Single flight with the parties in one process, so that the clock is ours and every order of events can be had.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { keyOf, readEntry } from "../../src/cache/read.ts";
import { seal } from "../../src/cache/seal.ts";
import { type Flight, singleFlight } from "../../src/cache/single-flight.ts";
import type { Context } from "../../src/context.ts";
import type { Credentials } from "../../src/credentials.ts";
import { EXIT, HelperError } from "../../src/errors.ts";
import { Secret } from "../../src/secrets/secret.ts";
import { type Job, MINUTE, plain, startJob } from "./job.ts";

interface Party {
  readonly job: Job;
  readonly context: Context;
  readonly lock: string;
  /** How often AWS was asked. */
  asked(): number;
  flight(ask: () => Promise<Credentials>): Flight;
}

/** @param sleep what happens when somebody waits; the clock moves by itself */
async function party(t: TestContext, sleep: () => void = () => {}): Promise<Party> {
  const job = await startJob(t);
  const key = keyOf("gitlab-oidc", job.request());
  assert.ok(key !== undefined);
  let asked = 0;
  const context = job.context(
    {},
    {
      sleep: async (milliseconds) => {
        job.pass(milliseconds);
        sleep();
        await new Promise((resolve) => setImmediate(resolve));
      },
    },
  );
  return {
    job,
    context,
    lock: join(job.folder, `${key.name}.lock`),
    asked: () => asked,
    flight: (ask) => ({
      key,
      durationSeconds: 3600,
      ask: () => {
        asked += 1;
        return ask();
      },
    }),
  };
}

const credentials = (context: Context, minutes = 60): Credentials => ({
  accessKeyId: "ASIAEXAMPLEEXAMPLE",
  secretAccessKey: new Secret("a-secret-of-the-tests"),
  sessionToken: new Secret("a-token-of-the-tests"),
  expiration: new Date(context.now() + minutes * MINUTE),
});

const denial = (): HelperError =>
  new HelperError(EXIT.REFUSED, "AWS refused: AccessDenied: no", { remedy: "Change it." });

test("single flight: fifty at once, one asks, all have its answer, nothing but the answer is left", async (t) => {
  const { job, context, flight, asked } = await party(t);
  const one = flight(async () => credentials(context));
  const answers = await Promise.all(Array.from({ length: 50 }, () => singleFlight(one, context)));
  assert.equal(asked(), 1);
  assert.equal(new Set(answers.map((answer) => plain(answer).join())).size, 1);
  assert.equal(job.files().length, 1);
});

for (const exitCode of [EXIT.REFUSED, EXIT.UNAVAILABLE]) {
  test(`single flight: fifty at once, exit code ${exitCode}: one asks, all fail alike`, async (t) => {
    const { context, flight, asked } = await party(t);
    const one = flight(async () => {
      throw new HelperError(exitCode, "what AWS said", { remedy: "What to do." });
    });
    const answers = await Promise.allSettled(Array.from({ length: 50 }, () => singleFlight(one, context)));
    assert.equal(asked(), 1);
    for (const answer of answers) {
      assert.ok(answer.status === "rejected" && answer.reason instanceof HelperError);
      assert.equal(answer.reason.exitCode, exitCode);
      assert.equal(answer.reason.message, "what AWS said");
      assert.equal(answer.reason.remedy, "What to do.");
    }
  });
}

for (const exitCode of [EXIT.OK, EXIT.REFUSED])
  test(`single flight: fifty at once while the clock jumps, exit code ${exitCode}: one asks, all end alike`, async (t) => {
    const HOUR = 60 * MINUTE;
    // Five, so that they do not cancel out in a round of 49 who wait.
    const jumps = [2 * HOUR, -2 * HOUR, 30 * HOUR, -HOUR, -29 * HOUR];
    let waits = 0;
    const { context, flight, asked, job } = await party(t, () => {
      job.pass(jumps[waits++ % jumps.length] ?? 0);
    });
    const one = flight(async () => {
      while (waits < 200) await new Promise((resolve) => setImmediate(resolve));
      if (exitCode !== EXIT.OK) throw denial();
      return credentials(context);
    });
    const answers = await Promise.allSettled(Array.from({ length: 50 }, () => singleFlight(one, context)));
    assert.equal(asked(), 1);
    const texts = answers.map((answer) =>
      answer.status === "fulfilled" ? plain(answer.value).join() : String(answer.reason),
    );
    assert.equal(new Set(texts).size, 1);
    assert.equal(answers[0]?.status, exitCode === EXIT.OK ? "fulfilled" : "rejected");
  });

test("single flight: a failure of this process alone is not the others'", async (t) => {
  const { context, flight, asked } = await party(t);
  const ask = async (): Promise<Credentials> => {
    if (asked() === 1) throw new HelperError(EXIT.FILE, "the CA bundle cannot be read");
    return credentials(context);
  };
  const answers = await Promise.allSettled([1, 2, 3].map(() => singleFlight(flight(ask), context)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), ["fulfilled", "fulfilled", "rejected"]);
  assert.equal(asked(), 2);
});

test("single flight: an answer that is too short-lived for the rules still serves those who waited for it", async (t) => {
  const { context, flight, asked } = await party(t);
  const one = flight(async () => credentials(context, 1));
  await Promise.all(Array.from({ length: 10 }, () => singleFlight(one, context)));
  assert.equal(asked(), 1);
  await singleFlight(one, context);
  assert.equal(asked(), 2, "who comes later asks again");
});

test("single flight: an expired answer from before is nobody's answer", async (t) => {
  const { job, context, flight, asked } = await party(t);
  await singleFlight(
    flight(async () => credentials(context)),
    context,
  );
  job.pass(70 * MINUTE);
  await Promise.all(
    [1, 2, 3].map(() =>
      singleFlight(
        flight(async () => credentials(context)),
        context,
      ),
    ),
  );
  assert.equal(asked(), 2);
});

test("single flight: an old failure is nobody's answer, and a damaged one is none", async (t) => {
  const { job, context, flight, asked } = await party(t);
  const failing = flight(async () => {
    throw denial();
  });
  await assert.rejects(singleFlight(failing, context));
  job.pass(20_000);
  await assert.rejects(singleFlight(failing, context));
  assert.equal(asked(), 2);
  const [record = ""] = job.files().filter((name) => name.endsWith(".failure"));
  writeFileSync(join(job.folder, record), "nonsense", { mode: 0o600 });
  await assert.rejects(singleFlight(failing, context));
  assert.equal(asked(), 3);
});

test("single flight: the failure of a process that was running when this one was started is not this one's", async (t) => {
  const { job, context, flight, asked } = await party(t);
  const { key } = flight(async () => credentials(context));
  await singleFlight(
    flight(async () => credentials(context)),
    context,
  );
  rmSync(job.file());
  const at = { scope: "another machine", ticks: null, time: performance.timeOrigin - 1 };
  const value = { exitCode: EXIT.REFUSED, message: "earlier", at };
  const bytes = seal(value, context.now() + 10_000, key, "failure");
  writeFileSync(join(job.folder, `${key.name}.failure`), bytes, { mode: 0o600 });
  await singleFlight(
    flight(async () => credentials(context)),
    context,
  );
  assert.equal(asked(), 2);
});

test("single flight: the lock of a dead process is taken over at once", async (t) => {
  const { context, lock, flight, asked } = await party(t);
  const { ownIdentity, identityText } = await import("../../src/files/process-identity.ts");
  const dead = { ...ownIdentity(), pid: 2 ** 22 + 1 };
  mkdirSync(lock, { recursive: true, mode: 0o700 });
  writeFileSync(join(lock, `${identityText(dead)}-1`), "");
  const start = context.now();
  await singleFlight(
    flight(async () => credentials(context)),
    context,
  );
  assert.equal(asked(), 1);
  assert.ok(context.now() - start < 1000);
});

test("single flight: of a holder elsewhere, ten seconds of silence are its death", async (t) => {
  const { context, lock, flight, asked } = await party(t);
  mkdirSync(lock, { recursive: true, mode: 0o700 });
  writeFileSync(join(lock, "host_elsewhere-1-0-1"), "");
  const start = context.now();
  await singleFlight(
    flight(async () => credentials(context)),
    context,
  );
  assert.equal(asked(), 1);
  const waited = context.now() - start;
  assert.ok(waited >= 10_000 && waited < 12_000, `${waited} ms`);
});

test("single flight: behind a living holder the wait ends, and the call is made without the lock", async (t) => {
  const { withLock } = await import("../../src/files/lock.ts");
  const { context, job, lock, flight, asked } = await party(t);
  mkdirSync(job.folder, { recursive: true, mode: 0o700 });
  let leave = (): void => {};
  const held = withLock(
    lock,
    { ...context, waitMilliseconds: 0 },
    () =>
      new Promise<void>((resolve) => {
        leave = resolve;
      }),
  );
  const start = context.now();
  await singleFlight(
    flight(async () => credentials(context)),
    context,
  );
  assert.equal(asked(), 1);
  const waited = context.now() - start;
  assert.ok(waited >= 30_000 && waited < 45_000, `${waited} ms`);
  assert.match(job.said.join("\n"), /waiting for its answer[\s\S]*asking without the lock/);
  leave();
  await held;
});

test("single flight: the wait is bounded in all, however many ask one after the other", async (t) => {
  const { ownIdentity, identityText } = await import("../../src/files/process-identity.ts");
  let tickets = 0;
  const { context, lock, flight, asked } = await party(t, () => change());
  const change = (): void => {
    tickets += 1;
    rmSync(lock, { recursive: true, force: true });
    mkdirSync(lock, { recursive: true, mode: 0o700 });
    writeFileSync(join(lock, `${identityText(ownIdentity())}-${tickets}`), "");
  };
  change();
  const start = context.now();
  await singleFlight(
    flight(async () => credentials(context)),
    context,
  );
  assert.equal(asked(), 1);
  const waited = context.now() - start;
  assert.ok(waited >= 38_000 && waited < 39_000, `${waited} ms`);
});

for (const [which, other, failing] of [
  ["credentials", "credentials", false],
  ["credentials", "a failure", false],
  ["a failure", "credentials", false],
  ["a failure", "nothing", true],
] as const) {
  test(`single flight: who lost the lock meanwhile has ${which}, the next one ${other}: nothing is kept, the better is used`, async (t) => {
    const { job, context, lock, flight, asked } = await party(t);
    const own = credentials(context);
    const next = flight(async () => {
      if (other === "a failure") throw denial();
      return { ...credentials(context), accessKeyId: "ASIANEXTNEXTNEXT" };
    });
    const slow = flight(async () => {
      rmSync(lock, { recursive: true });
      if (other !== "nothing") await singleFlight(next, context).catch(() => {});
      // The one that is asking now.
      mkdirSync(lock, { mode: 0o700 });
      writeFileSync(join(lock, "host_elsewhere-1-0-1"), "");
      if (which === "a failure") throw denial();
      return own;
    });
    const answer = singleFlight(slow, context);
    if (failing) await assert.rejects(answer, /AccessDenied/);
    else
      assert.equal((await answer).accessKeyId, which === "a failure" ? "ASIANEXTNEXTNEXT" : own.accessKeyId);
    assert.equal(asked(), other === "nothing" ? 1 : 2);
    assert.deepEqual(readdirSync(lock), ["host_elsewhere-1-0-1"], "the lock of another stays");
    const kept = { credentials: ["credentials"], "a failure": ["failure"], nothing: [] }[other];
    assert.deepEqual(
      job.files().map((name) => name.split(".")[1]),
      [...kept, "lock"],
    );
    const entry = readEntry(job.folder, slow.key, () => {});
    assert.equal(entry?.credentials.accessKeyId, other === "credentials" ? "ASIANEXTNEXTNEXT" : undefined);
  });
}

test("single flight: a cache folder that is removed while one waits is no failure", async (t) => {
  let waits = 0;
  let folder = "";
  const { context, job, lock, flight, asked } = await party(t, () => {
    waits += 1;
    if (waits === 3) rmSync(folder, { recursive: true });
  });
  folder = job.folder;
  mkdirSync(lock, { recursive: true, mode: 0o700 });
  writeFileSync(join(lock, "host_elsewhere-1-0-1"), "");
  await singleFlight(
    flight(async () => credentials(context)),
    context,
  );
  assert.equal(asked(), 1);
});

test("renewal: credentials that end while AWS is asked are used no more", async (t) => {
  const { renew } = await import("../../src/cache/renew.ts");
  const { job, context, flight } = await party(t);
  const entry = { credentials: credentials(context, 1), written: context.now(), id: "00" };
  const failing = (milliseconds: number): Flight =>
    flight(async () => {
      job.pass(milliseconds);
      throw denial();
    });
  assert.equal(await renew({ entry }, failing(MINUTE / 2), context), entry.credentials);
  // Not the failure of the first try, which was only just now.
  job.pass(20_000);
  await assert.rejects(renew({ entry }, failing(MINUTE / 2), context), HelperError);
});
