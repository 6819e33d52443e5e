// The cache as a command sees it: login() against the embedded STS.
import assert from "node:assert/strict";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cacheKey } from "../../src/cache/key.ts";
import { EXIT, HelperError } from "../../src/errors.ts";
import { login } from "../../src/login.ts";
import { MINUTE, noModes, plain, startJob } from "./job.ts";

test("cache: the second answer is the first, without a call", async (t) => {
  const job = await startJob(t);
  const [one, two] = [await job.login(), await job.login()];
  assert.deepEqual(plain(two), plain(one));
  assert.equal(job.calls(), 1);
  assert.deepEqual(job.files().length, 1);
});

test("cache: file 0600, folder 0700, whatever the umask", { skip: noModes }, async (t) => {
  // The home is not the helper's.
  const job = await startJob(t);
  const old = process.umask(0o777);
  t.after(() => process.umask(old));
  await job.login();
  assert.equal(statSync(job.file()).mode & 0o7777, 0o600);
  assert.equal(statSync(job.folder).mode & 0o7777, 0o700);
});

test("cache: neither file nor name nor debug line holds a secret", async (t) => {
  const job = await startJob(t);
  const [accessKeyId = "", secret = "", sessionToken = ""] = plain(await job.login());
  await job.login();
  job.pass(55 * MINUTE);
  job.sts.addFault({ fault: "aws-error" });
  await job.login();
  const token = job.env["GITLAB_AWS_IDENTITY_TOKEN"] ?? "";
  const signature = token.slice(token.lastIndexOf(".") + 1);
  const everything = `${readFileSync(job.file(), "latin1")}\n${job.files().join("\n")}\n${job.said.join("\n")}`;
  for (const text of [accessKeyId, secret, sessionToken, token, signature, "gitlab-acme-shop.credentials"])
    assert.ok(!everything.includes(text), text);
  assert.ok(!readFileSync(job.file(), "latin1").includes("acme"));
  assert.ok(job.said.some((line) => line.startsWith("debug: cache: hit")));
  assert.ok(job.said.some((line) => line === "debug: cache: miss"));
});

test("cache: another token, role, session name, duration or region has an answer of its own", async (t) => {
  const job = await startJob(t);
  const asked = [
    {},
    { GITLAB_AWS_IDENTITY_TOKEN: await job.sts.signIdToken({ claims: { jti: "another" } }) },
    { GITLAB_AWS_ROLE_SESSION_NAME: "another" },
    { GITLAB_AWS_DURATION_SECONDS: "1800" },
    { AWS_REGION: "eu-central-1" },
  ];
  const keys = [];
  for (const variables of [...asked, ...asked]) keys.push((await job.login(variables)).accessKeyId);
  assert.equal(job.calls(), asked.length);
  assert.equal(new Set(keys.slice(0, asked.length)).size, asked.length);
  assert.deepEqual(keys.slice(asked.length), keys.slice(0, asked.length));
});

for (const [how, variables, switches] of [
  ["--no-cache", {}, ["no-cache"]],
  ["GITLAB_AWS_CACHE=off", { GITLAB_AWS_CACHE: "off" }, []],
] as const) {
  test(`cache: ${how} asks each time and keeps nothing`, async (t) => {
    const job = await startJob(t);
    await job.login(variables, switches);
    await job.login(variables, switches);
    assert.equal(job.calls(), 2);
    assert.deepEqual(job.files(), []);
  });
}

test("cache: GITLAB_AWS_CACHE takes on and off, empty is not set, all else is refused", async (t) => {
  const job = await startJob(t);
  assert.equal(job.request({ GITLAB_AWS_CACHE: "on" }).cache.value, "on");
  assert.equal(job.request({ GITLAB_AWS_CACHE: "" }).cache.value, "on");
  assert.throws(
    () => job.request({ GITLAB_AWS_CACHE: "no" }),
    (error) =>
      error instanceof HelperError && error.exitCode === EXIT.VALUE && error.message.includes('"no"'),
  );
});

test("cache: renewed when a fifth of the session is left, in place of the old", async (t) => {
  const job = await startJob(t);
  const short = { GITLAB_AWS_DURATION_SECONDS: "900" };
  const one = await job.login(short);
  job.pass(12 * MINUTE - 2000);
  assert.deepEqual(plain(await job.login(short)), plain(one));
  job.pass(2000);
  const two = await job.login(short);
  assert.notDeepEqual(plain(two), plain(one));
  assert.equal(job.calls(), 2);
  assert.deepEqual(plain(await job.login(short)), plain(two));
  assert.equal(job.files().length, 1);
});

test("cache: after the clock was set back nothing from the future is used, not even when AWS fails", async (t) => {
  const job = await startJob(t);
  // The token is older than all of this.
  job.pass(10 * MINUTE);
  const one = await job.login();
  job.pass(-30_000);
  assert.deepEqual(plain(await job.login()), plain(one), "two machines may differ by so much");
  job.pass(-90_000);
  job.sts.addFault({ fault: "aws-error", status: 403, code: "AccessDenied", times: 1 });
  await assert.rejects(job.login(), HelperError);
  job.pass(-MINUTE);
  const two = await job.login();
  assert.notDeepEqual(plain(two), plain(one));
  assert.deepEqual(plain(await job.login()), plain(two), "it was replaced");
  assert.equal(job.calls(), 3);
});

/** Credentials that end so many minutes from now, by the clock of AWS. */
const ending = (now: number, minutes: number) => ({
  expiration: new Date(now + minutes * MINUTE).toISOString(),
});

test("cache: credentials that end later than was asked for are kept as long as was asked for", async (t) => {
  const job = await startJob(t);
  job.sts.setCredentials(ending(job.context().now(), 12 * 60));
  await job.login();
  job.pass(48 * MINUTE - 1);
  await job.login();
  assert.equal(job.calls(), 1);
  job.pass(1);
  await job.login();
  assert.equal(job.calls(), 2);
});

test("cache: on a clock that is slow, what was asked for counts and not the end", async (t) => {
  const job = await startJob(t);
  const short = { GITLAB_AWS_DURATION_SECONDS: "900" };
  job.sts.setCredentials(ending(job.context().now(), 19));
  await job.login(short);
  job.pass(12 * MINUTE - 1);
  await job.login(short);
  assert.equal(job.calls(), 1);
  job.pass(1);
  await job.login(short);
  assert.equal(job.calls(), 2);
});

for (const [name, fault] of [
  ["a refusal", { fault: "aws-error", status: 403, code: "AccessDenied", message: "no more" }],
  ["a server error", { fault: "internal-failure" }],
  ["a page of a proxy", { fault: "html-403" }],
] as const) {
  test(`cache: renewal ends in ${name}: the good credentials are used, with one line of warning`, async (t) => {
    const job = await startJob(t);
    const one = await job.login();
    job.pass(50 * MINUTE);
    job.sts.addFault(fault);
    assert.deepEqual(plain(await job.login()), plain(one));
    const warnings = job.said.filter((line) => line.startsWith("warn: "));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /could not be renewed.*the old ones are used/);
    assert.ok(!warnings[0]?.includes("\n"));
    job.pass(10 * MINUTE);
    await assert.rejects(job.login(), HelperError, "they have ended");
  });
}

test("cache: a token that has expired still opens its credentials, and gets no others", async (t) => {
  const job = await startJob(t);
  const variables = { GITLAB_AWS_IDENTITY_TOKEN: await job.sts.signIdToken({ lifetimeSeconds: 300 }) };
  const one = await job.login(variables);
  job.pass(30 * MINUTE);
  assert.deepEqual(plain(await job.login(variables)), plain(one));
  job.pass(25 * MINUTE);
  assert.deepEqual(plain(await job.login(variables)), plain(one));
  assert.match(job.said.find((line) => line.startsWith("warn:")) ?? "", /expired/);
  job.pass(5 * MINUTE);
  await assert.rejects(
    job.login(variables),
    (error) => error instanceof HelperError && error.exitCode === EXIT.TOKEN,
  );
  assert.equal(job.calls(), 1);
});

test("cache: a token in a file counts by its text, with or without a newline", async (t) => {
  const job = await startJob(t);
  const path = join(job.home, "token");
  const variables = { GITLAB_AWS_IDENTITY_TOKEN: "", AWS_WEB_IDENTITY_TOKEN_FILE: path };
  writeFileSync(path, `${job.env["GITLAB_AWS_IDENTITY_TOKEN"]}\n`);
  const one = await job.login(variables);
  assert.deepEqual(plain(await job.login()), plain(one), "the same token in a variable");
  writeFileSync(path, await job.sts.signIdToken({ claims: { jti: "another" } }));
  assert.notDeepEqual(plain(await job.login(variables)), plain(one));
  assert.equal(job.calls(), 2);
});

test("cache: a token file that is another for a moment, whichever: what is kept is kept under the token that AWS got", async (t) => {
  const job = await startJob(t);
  const path = join(job.home, "token");
  const variables = { GITLAB_AWS_IDENTITY_TOKEN: "", AWS_WEB_IDENTITY_TOKEN_FILE: path };
  const [first, second] = [
    job.env["GITLAB_AWS_IDENTITY_TOKEN"] ?? "",
    await job.sts.signIdToken({ claims: { jti: "2" } }),
  ];
  const request = job.request(variables);
  /** Each look at the clock and each line of the log is an event; from `change` to `back` the file holds the other token. */
  const attempt = async (change: number, back: number): Promise<number> => {
    rmSync(job.folder, { recursive: true, force: true });
    writeFileSync(path, first);
    let events = 0;
    const event = (): void => {
      events += 1;
      if (events === change) writeFileSync(path, second);
      if (events === back) writeFileSync(path, first);
    };
    const { log, now, ...context } = job.context(variables);
    const debug = (message: string): void => {
      event();
      log.debug(message);
    };
    const look = (): number => {
      event();
      return now();
    };
    const counted = { ...context, log: { ...log, debug }, now: look };
    const before = job.sts.requests.length;
    await login(request, counted);
    const [asked, ...others] = job.sts.requests.slice(before);
    assert.equal(others.length, 0);
    const sent = asked?.parameters["WebIdentityToken"] ?? "";
    const kept = `${cacheKey("gitlab-oidc", request, sent).name}.credentials`;
    assert.deepEqual(job.files(), [kept], `changed at ${change}, back at ${back}`);
    return events;
  };
  const events = await attempt(0, 0);
  assert.ok(events > 10);
  for (let change = 1; change < events; change++)
    for (const back of [change + 1, change + 3, change + 6, events + 1]) await attempt(change, back);
});

test("cache: no token or a malformed one fails as without a cache, and leaves nothing", async (t) => {
  const job = await startJob(t);
  const failing = [
    { GITLAB_AWS_IDENTITY_TOKEN: "nonsense" },
    { GITLAB_AWS_IDENTITY_TOKEN: "x" },
    { GITLAB_AWS_IDENTITY_TOKEN: "", AWS_WEB_IDENTITY_TOKEN_FILE: join(job.home, "none") },
  ];
  for (const variables of failing)
    await assert.rejects(
      job.login(variables),
      (error) => error instanceof HelperError && error.exitCode === EXIT.TOKEN,
    );
  assert.equal(job.calls(), 0);
  assert.deepEqual(job.files(), []);
});

test("cache: a refusal is not kept: whoever asks later asks AWS", async (t) => {
  const job = await startJob(t);
  job.sts.addFault({ fault: "aws-error", status: 403, code: "AccessDenied", times: 2 });
  // This process is older than both, so the clock has to part them, as a new process would.
  await assert.rejects(job.login(), HelperError);
  job.pass(MINUTE);
  await assert.rejects(job.login(), HelperError);
  job.pass(MINUTE);
  await job.login();
  assert.equal(job.calls(), 3);
  assert.equal(job.files().length, 1, "the record of the failure is gone");
});
