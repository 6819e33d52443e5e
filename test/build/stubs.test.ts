// The bundles leave out what an unsigned call does not run. Nothing of it must be reached, and no answer must be read differently.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { CERTIFICATE, KEY } from "../sts/certificate.ts";
import { ANSWERS } from "./answers.ts";
import { BUILT, newFolder, type Outcome, type Program, runProgram, SETTINGS, SOURCES } from "./programs.ts";

const ca = join(newFolder(), "ca.pem");
const opened: Server[] = [];
const servers: { http: string; https: string } = { http: "", https: "" };

function answer(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  request.on("end", () => {
    const known = ANSWERS[(request.url ?? "").replaceAll("/", "")];
    // Whatever else is asked for is never answered.
    if (known !== undefined) known(request, response);
  });
}

before(async () => {
  writeFileSync(ca, CERTIFICATE);
  const started = {
    http: createServer(answer),
    https: createSecureServer({ key: KEY, cert: CERTIFICATE }, answer),
  };
  for (const scheme of ["http", "https"] as const) {
    const server = started[scheme];
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    servers[scheme] = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
    opened.push(server);
  }
});

after(() => {
  for (const server of opened) {
    server.closeAllConnections();
    server.close();
  }
});

function ask(program: Program, endpoint: string, more: Record<string, string> = {}): Promise<Outcome> {
  return runProgram(program, ["process", "--no-cache"], {
    ...SETTINGS,
    AWS_CA_BUNDLE: ca,
    AWS_ENDPOINT_URL_STS: endpoint,
    ...more,
  });
}

function assertNoStub({ stdout, stderr }: Outcome): void {
  assert.doesNotMatch(stdout + stderr, /stub reached|is not a function|is not a constructor/);
}

/** What a failure of the connection is called is the runtime's own. */
const sameText = (outcome: Outcome, name: string): Outcome =>
  /^(closed|cut)$/.test(name)
    ? { ...outcome, stderr: outcome.stderr.replace(/: .*?\. Check/, ". Check") }
    : outcome;

for (const scheme of ["http", "https"] as const)
  describe(`build: over ${scheme} every answer is read as the SDK without stubs reads it`, {
    concurrency: 4,
  }, () => {
    for (const name of Object.keys(ANSWERS))
      it(name, async () => {
        const endpoint = `${servers[scheme]}/${name}`;
        const expected = await ask(SOURCES, endpoint);
        for (const program of BUILT) {
          const outcome = await ask(program, endpoint);
          assertNoStub(outcome);
          assert.deepEqual(sameText(outcome, name), sameText(expected, name), program.name);
        }
      });
  });

describe("build: no answer at all", { concurrency: 4 }, () => {
  for (const program of BUILT) {
    it(`${program.name}: nobody listens`, async () => {
      const outcome = await ask(program, "http://127.0.0.1:1");
      assertNoStub(outcome);
      assert.equal(outcome.status, 6, outcome.stderr);
      assert.match(outcome.stderr, /connect ECONNREFUSED 127\.0\.0\.1:1/);
    });

    it(`${program.name}: a certificate that nobody trusts`, async () => {
      const outcome = await ask(program, `${servers.https}/credentials`, { AWS_CA_BUNDLE: "" });
      assertNoStub(outcome);
      assert.equal(outcome.status, 6, outcome.stderr);
      assert.match(outcome.stderr, /self[- ]signed certificate|unable to verify/);
    });

    it(`${program.name}: settings that would make the SDK look for credentials change nothing`, async () => {
      const outcome = await ask(program, `${servers.http}/credentials`, {
        AWS_PROFILE: "nobody",
        AWS_AUTH_SCHEME_PREFERENCE: "sigv4",
        AWS_SIGV4A_SIGNING_REGION_SET: "*",
        AWS_USE_FIPS_ENDPOINT: "true",
        AWS_USE_DUALSTACK_ENDPOINT: "true",
        AWS_RETRY_MODE: "adaptive",
        AWS_MAX_ATTEMPTS: "none",
        AWS_DEFAULTS_MODE: "auto",
        AWS_SDK_UA_APP_ID: "an-app",
      });
      assertNoStub(outcome);
      assert.equal(outcome.status, 0, outcome.stderr);
    });

    it(`${program.name}: no answer within the time limits`, async () => {
      const outcome = await ask(program, `${servers.http}/never`);
      assertNoStub(outcome);
      assert.equal(outcome.status, 6, outcome.stderr);
      assert.match(outcome.stderr, /: no answer within [\d.]+ seconds/);
    });
  }
});
