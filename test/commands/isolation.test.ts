// Everything is explicit: no AWS file is read, no metadata service asked, no setting of the SDK taken from the environment.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { JOB, PROGRAM, start } from "../cli/run-tool.ts";
import { credentialsAnswer, FIELDS, refusal } from "../sts/server.ts";
import { startBench } from "./asking.ts";

/** A home whose AWS files would lead anyone astray who reads them. */
function poisonedHome(t: TestContext): string {
  const home = mkdtempSync(join(tmpdir(), "poisoned-"));
  t.after(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, ".aws"));
  writeFileSync(
    join(home, ".aws", "config"),
    "[default]\nregion = mars-1\nendpoint_url = http://127.0.0.1:1\nsts_regional_endpoints = legacy\nuse_fips_endpoint = true\nmax_attempts = 9\n",
  );
  writeFileSync(join(home, ".aws", "credentials"), "[default\naws_access_key_id = stale");
  return home;
}

/** Settings of the SDKs that must not reach this call. */
const SETTINGS = {
  AWS_PROFILE: "missing",
  AWS_DEFAULT_PROFILE: "missing",
  AWS_MAX_ATTEMPTS: "9",
  AWS_RETRY_MODE: "adaptive",
  AWS_DEFAULTS_MODE: "auto",
  AWS_USE_FIPS_ENDPOINT: "true",
  AWS_USE_DUALSTACK_ENDPOINT: "true",
  AWS_STS_REGIONAL_ENDPOINTS: "legacy",
  AWS_ACCESS_KEY_ID: "AKIASTALE",
  AWS_SECRET_ACCESS_KEY: "stale",
  AWS_SESSION_TOKEN: "stale",
  AWS_SDK_LOAD_CONFIG: "1",
};

describe("isolation", () => {
  it("AWS files and variables of the SDK change nothing", async (t) => {
    const { run, server } = await startBench(t);
    const { exitCode, stdout, stderr } = await run(["process"], {
      env: { ...SETTINGS, HOME: poisonedHome(t) },
    });
    assert.deepEqual([exitCode, stderr], [0, ""]);
    assert.deepEqual(JSON.parse(stdout), { Version: 1, ...FIELDS });
    assert.equal(server.headers[0]?.authorization, undefined);
  });

  it("AWS_MAX_ATTEMPTS does not multiply the attempts", async (t) => {
    const { run, server } = await startBench(t, refusal(503, "ServiceUnavailable", "later"));
    assert.equal((await run(["process"], { env: SETTINGS })).exitCode, 6);
    assert.equal(server.requests.length, 3);
  });

  const strace = spawnSync("strace", ["-V"]).status === 0;
  it("no AWS file is opened, and nobody but the endpoint is connected to", {
    skip: strace ? false : "needs strace",
  }, async (t) => {
    const { server } = await startBench(t, credentialsAnswer());
    const home = poisonedHome(t);
    const trace = join(home, "trace");
    const words = [
      "-f",
      "-qq",
      "-e",
      "trace=open,openat,connect",
      "-o",
      trace,
      process.execPath,
      PROGRAM,
      "process",
    ];
    const env = { ...JOB, ...SETTINGS, HOME: home, AWS_ENDPOINT_URL_STS: server.url };
    const { exitCode, stderr } = await start("strace", words, { env }).result;
    assert.equal(exitCode, 0, stderr);
    const calls = readFileSync(trace, "utf8").split("\n");
    assert.ok(
      calls.some((call) => call.includes("openat(") && call.includes(PROGRAM)),
      "the trace shows nothing",
    );
    assert.deepEqual(
      calls.filter((call) => call.includes("/.aws/")),
      [],
    );
    const connected = calls.filter((call) => /connect\(.*AF_INET/.test(call));
    assert.ok(
      connected.length > 0 && connected.every((call) => call.includes(`htons(${new URL(server.url).port})`)),
      connected.join("\n"),
    );
  });
});
