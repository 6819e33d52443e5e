// The shortest way: what was printed before is printed again, and only where nothing could be different.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { isInKey } from "../../src/cache/answer-key.ts";
import { recall } from "../../src/cache/recall.ts";
import { remember } from "../../src/cache/remember.ts";
import { run } from "../../src/cli/run.ts";
import type { Context, Environment } from "../../src/context.ts";
import { findCredentials } from "../../src/login.ts";
import {
  AMBIENT_ROLE_ARN_VARIABLES,
  NO_CACHE,
  REQUEST_FLAGS,
  TOKEN_VARIABLES,
} from "../../src/request/inputs.ts";
import { VERSION } from "../../src/version.ts";
import { type Job, MINUTE, noModes, startJob, temporaryFolder } from "./job.ts";

interface Asked {
  readonly job: Job;
  /** One run of the whole program; what it printed. */
  print(words: readonly string[], variables?: Environment, changes?: Partial<Context>): Promise<string>;
  /** What the start file would print without the program. */
  recalled(words: readonly string[], variables?: Environment, version?: string): string | undefined;
}

async function ask(t: TestContext): Promise<Asked> {
  const job = await startJob(t);
  return {
    job,
    async print(words, variables = {}, changes = {}) {
      const printed: string[] = [];
      const stdout = { isTerminal: false, write: async (text: string) => void printed.push(text) };
      const stderr = { write: async (text: string) => void job.said.push(text) };
      const exitCode = await run(words, { ...job.context(variables), stdout, stderr, ...changes });
      assert.equal(exitCode, 0, job.said.join(""));
      return printed.join("");
    },
    recalled: (words, variables = {}, version = VERSION) => recall(words, version, job.context(variables)),
  };
}

const answers = (job: Job): readonly string[] => job.files().filter((name) => name.endsWith(".answer"));

test("answer: kept by the second run, the same text for the third", async (t) => {
  const { job, print, recalled } = await ask(t);
  const text = await print(["process"]);
  assert.equal(recalled(["process"]), undefined, "one run may be all there is");
  assert.equal(await print(["process"]), text);
  assert.equal(recalled(["process"]), text);
  assert.equal(answers(job).length, 1);
  assert.equal(job.calls(), 1);
});

test("answer: another word, variable, token or version has none", async (t) => {
  const { job, print, recalled } = await ask(t);
  const words = ["process", "--duration-seconds", "3600"];
  await print(words);
  await print(words);
  assert.notEqual(recalled(words), undefined);
  for (const others of [
    ["process"],
    [...words, "--no-cache"],
    ["env", ...words.slice(1)],
    [],
    ["--", ...words],
  ])
    assert.equal(recalled(others), undefined, others.join(" "));
  const changes: readonly Environment[] = [
    { GITLAB_AWS_IDENTITY_TOKEN: await job.sts.signIdToken() },
    { GITLAB_AWS_ROLE_NAME: "another" },
    { GITLAB_AWS_ACCOUNT_ID: "999999999999" },
    { CI_PROJECT_PATH_SLUG: "another" },
    { CI_PIPELINE_ID: "2" },
    { AWS_REGION: "eu-west-1" },
    { AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1" },
    { GITLAB_AWS_CACHE: "off" },
    { CI_JOB_ID: "1002" },
    { AWS_NEW: "" },
    { UNHEARD_OF: "1" },
  ];
  for (const change of changes)
    assert.equal(recalled(words, change), undefined, JSON.stringify(Object.keys(change)));
  assert.equal(recalled(words, {}, "another version"), undefined);
  assert.notEqual(recalled(words, { PWD: "/elsewhere", _: "/usr/bin/aws", SHLVL: "3" }), undefined);
});

test("answer: one file a command line, however often variables change; with the old ones there is none", async (t) => {
  const { job, print, recalled } = await ask(t);
  for (const turn of ["1", "2", "3"]) {
    const text = await print(["process"], { TURN: turn });
    await print(["process"], { TURN: turn });
    assert.equal(recalled(["process"], { TURN: turn }), text);
    assert.equal(answers(job).length, 1);
  }
  assert.equal(recalled(["process"], { TURN: "1" }), undefined);
  await print(["process", "--duration-seconds", "3600"]);
  assert.equal(answers(job).length, 2);
});

test("answer: every variable that can make a request is in the key", () => {
  const names = [
    ...REQUEST_FLAGS.flatMap(({ variables = [] }) => variables),
    ...NO_CACHE.variables,
    ...TOKEN_VARIABLES,
    ...AMBIENT_ROLE_ARN_VARIABLES,
  ];
  assert.deepEqual(
    names.filter((name) => !isInKey(name)),
    [],
  );
});

test("answer: another role in ROLE_ARN, which counts without an account, has none", async (t) => {
  const { job, print, recalled } = await ask(t);
  const role = (name: string): Environment => ({
    GITLAB_AWS_ACCOUNT_ID: "",
    ROLE_ARN: `arn:aws:iam::${job.sts.accountId}:role/${name}`,
  });
  await print(["process"], role("gitlab-acme-shop"));
  const text = await print(["process"], role("gitlab-acme-shop"));
  assert.equal(recalled(["process"], role("gitlab-acme-shop")), text);
  assert.equal(recalled(["process"], role("another")), undefined);
});

test("answer: what is not in the key is not looked at by the program", async (t) => {
  const { job, print } = await ask(t);
  const looked = new Set<string>();
  const look = (name: string | symbol): string => {
    looked.add(String(name));
    return String(name);
  };
  const watched = (env: Environment): Environment =>
    new Proxy(env, {
      get: (target, name) => target[look(name)],
      has: (target, name) => look(name) in target,
      getOwnPropertyDescriptor: (target, name) => Reflect.getOwnPropertyDescriptor(target, look(name)),
      ownKeys: () => assert.fail("all variables are looked at"),
    });
  const flags = ["--duration-seconds", "900"];
  // Nothing is kept of these, which would look at all.
  for (const words of [["process"], ["process", "--debug"], ["process", ...flags]])
    await print(words, {}, { env: watched(job.env) });
  assert.ok(looked.has("GITLAB_AWS_IDENTITY_TOKEN") && looked.has("CI_PIPELINE_ID"));
  assert.deepEqual(
    [...looked].filter((name) => !isInKey(name)),
    [],
  );
});

test("answer: good as long as the credentials are fresh, by the rule of the cache", async (t) => {
  const { job, print, recalled } = await ask(t);
  await print(["process"]);
  job.pass(10 * MINUTE);
  const text = await print(["process"]);
  // AWS tells whole seconds.
  job.pass(38 * MINUTE - 1000);
  assert.equal(recalled(["process"]), text);
  job.pass(1000);
  assert.equal(recalled(["process"]), undefined);
  assert.notEqual(await print(["process"]), text);
  assert.equal(job.calls(), 2);
  job.pass(-50 * MINUTE);
  assert.equal(recalled(["process"]), undefined, "the clock was set back");
});

test("answer: not longer than was asked for after the credentials were kept, however long they live", async (t) => {
  const { job, print, recalled } = await ask(t);
  await print(["process"]);
  const written = job.context().now();
  const expiration = new Date(written + 720 * MINUTE);
  const { credentials } = await findCredentials(job.request(), job.context());
  job.pass(40 * MINUTE);
  const entry = { credentials: { ...credentials, expiration }, written };
  await remember("text", entry, job.request(), job.context({}, { words: ["process"] }));
  assert.equal(recalled(["process"]), "text");
  job.pass(8 * MINUTE);
  assert.equal(recalled(["process"]), undefined);
});

test("answer: none is kept of a run that says more, or whose token is not in the key", async (t) => {
  const { job, print } = await ask(t);
  const file = join(temporaryFolder(t), "token");
  writeFileSync(file, job.env["GITLAB_AWS_IDENTITY_TOKEN"] ?? "");
  const runs: readonly (readonly [words: readonly string[], variables?: Environment])[] = [
    [["process", "--debug"]],
    [["process", "--no-cache"]],
    [["process"], { GITLAB_AWS_CACHE: "off" }],
    [["process", "--web-identity-token-file", file]],
    [["env", "--export"]],
  ];
  for (const [words, variables] of runs) {
    await print(words, variables);
    await print(words, variables);
    assert.deepEqual(answers(job), [], words.join(" "));
  }
});

test("answer: nothing in the file is readable without the token, and one that is damaged is none", async (t) => {
  const { job, print, recalled } = await ask(t);
  await print(["process"]);
  const text = await print(["process"]);
  const path = join(job.folder, answers(job)[0] ?? "");
  const bytes = readFileSync(path);
  for (const value of Object.values(JSON.parse(text) as Record<string, unknown>))
    if (typeof value === "string") assert.ok(!bytes.includes(value));
  for (let at = 0; at < bytes.length; at += 7) {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    writeFileSync(path, damaged);
    assert.equal(recalled(["process"]), undefined, `byte ${at}`);
  }
  writeFileSync(path, bytes);
  assert.equal(recalled(["process"]), text);
});

test("answer: the order of the variables does not matter", async (t) => {
  const { job, print } = await ask(t);
  await print(["process"]);
  const text = await print(["process"]);
  const env = Object.fromEntries(Object.entries(job.env).reverse());
  assert.equal(recall(["process"], VERSION, { ...job.context(), env }), text);
});

test("answer: none comes from a folder that others may use", { skip: noModes }, async (t) => {
  const { job, print, recalled } = await ask(t);
  await print(["process"]);
  const text = await print(["process"]);
  for (const folder of [job.folder, dirname(job.folder)]) {
    chmodSync(folder, 0o755);
    assert.equal(recalled(["process"]), undefined, folder);
    chmodSync(folder, 0o700);
    assert.equal(recalled(["process"]), text);
  }
});

test("answer: found in whichever folder it is", { skip: noModes }, async (t) => {
  const { job, print, recalled } = await ask(t);
  const runtime = temporaryFolder(t);
  const unused = join(runtime, "gitlab-aws-credential-helper");
  mkdirSync(unused);
  chmodSync(unused, 0o777);
  const variables = { XDG_RUNTIME_DIR: runtime };
  await print(["process"], variables);
  const text = await print(["process"], variables);
  assert.equal(answers(job).length, 1);
  mkdirSync(join(unused, basename(job.folder)), { mode: 0o700 });
  chmodSync(unused, 0o700);
  assert.equal(recalled(["process"], variables), text);
});

test("answer: cleanup takes it away", async (t) => {
  const { job, print, recalled } = await ask(t);
  await print(["process"]);
  await print(["process"]);
  await print(["cleanup"]);
  assert.equal(recalled(["process"]), undefined);
  assert.deepEqual(
    readdirSync(job.home).flatMap((name) => readdirSync(join(job.home, name))),
    [],
  );
});
