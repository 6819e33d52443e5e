// What the standalone executable must not do because it is made with Bun, and must do without anything around it.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ANSWERS } from "./answers.ts";
import { newFolder, runProgram, SETTINGS, STANDALONE } from "./programs.ts";

async function startServer(t: { after(action: () => void): void }, seen: string[] = []): Promise<string> {
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    request.resume();
    request.on("end", () => ANSWERS["credentials"]?.(request, response));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const program = STANDALONE;
describe("standalone", {
  skip: program === undefined ? "npm run build:standalone has not been run" : false,
}, () => {
  if (program === undefined) return;

  it("takes nothing from the project that it runs in", async (t) => {
    const project = newFolder();
    writeFileSync(join(project, "evil.js"), 'require("node:fs").writeSync(1, "EVIL\\n"); process.exit(0);');
    writeFileSync(join(project, "bunfig.toml"), 'preload = ["./evil.js"]\n[run]\npreload = ["./evil.js"]\n');
    writeFileSync(
      join(project, ".env"),
      "GITLAB_AWS_ACCOUNT_ID=999999999999\nNODE_OPTIONS=--require=./evil.js\n",
    );
    writeFileSync(join(project, ".env.production"), "AWS_ENDPOINT_URL_STS=http://127.0.0.1:1\n");
    writeFileSync(join(project, "tsconfig.json"), '{"compilerOptions":{"paths":{"*":["./evil.js"]}}}');
    writeFileSync(join(project, "package.json"), '{"type":"module","imports":{"#x":"./evil.js"}}');
    mkdirSync(join(project, "node_modules/https-proxy-agent"), { recursive: true });
    writeFileSync(join(project, "node_modules/https-proxy-agent/index.js"), 'throw "EVIL"');
    const outcome = await runProgram(
      program,
      ["process"],
      { ...SETTINGS, AWS_ENDPOINT_URL_STS: await startServer(t), GITLAB_AWS_CACHE: "off" },
      project,
    );
    assert.equal(outcome.status, 0, outcome.stderr);
    assert.doesNotMatch(outcome.stdout + outcome.stderr, /EVIL/);
    const missing = await runProgram(program, ["process"], {}, project);
    assert.equal(missing.status, 3, "a value of the project's .env was used");
  });

  for (const verbose of ["1", "true", "curl"])
    it(`shows nothing of a request with BUN_CONFIG_VERBOSE_FETCH=${verbose}`, async (t) => {
      const outcome = await runProgram(program, ["process", "--no-cache"], {
        ...SETTINGS,
        AWS_ENDPOINT_URL_STS: await startServer(t),
        BUN_CONFIG_VERBOSE_FETCH: verbose,
      });
      assert.deepEqual([outcome.status, outcome.stderr], [0, ""]);
      assert.equal(JSON.parse(outcome.stdout).Version, 1);
    });

  it("ignores NODE_OPTIONS, which is for Node", async () => {
    const outcome = await runProgram(program, ["--version"], { NODE_OPTIONS: "--require=/nonexistent.js" });
    assert.equal(outcome.status, 0, outcome.stderr);
  });

  it("goes through no proxy that src/sts/proxy.ts does not choose", async (t) => {
    const seen: string[] = [];
    const proxy = await startServer(t, seen);
    const variables = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    const outcome = await runProgram(program, ["process", "--no-cache"], {
      ...SETTINGS,
      AWS_ENDPOINT_URL_STS: await startServer(t),
      ...Object.fromEntries(variables.map((name) => [name, proxy])),
    });
    assert.equal(outcome.status, 0, outcome.stderr);
    assert.deepEqual(seen, [], "loopback is never asked through a proxy");
  });

  it("goes through the proxy it was told, whatever Bun makes of NO_PROXY", async (t) => {
    const seen: string[] = [];
    const outcome = await runProgram(program, ["process", "--no-cache"], {
      ...SETTINGS,
      AWS_ENDPOINT_URL_STS: "http://sts.example.invalid",
      HTTP_PROXY: await startServer(t, seen),
      NO_PROXY: "example.com,ample.invalid",
    });
    assert.equal(outcome.status, 0, outcome.stderr);
    assert.equal(seen.length, 1);
  });

  it("names itself as the program for a profile's credential_process", async () => {
    const home = newFolder();
    const config = join(home, "config");
    const outcome = await runProgram(program, ["aws-profile"], {
      ...SETTINGS,
      HOME: home,
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: join(home, "credentials"),
      AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1",
    });
    assert.doesNotMatch(outcome.stdout + outcome.stderr, /bunfs/);
  });

  it("hands the environment on to a command as it came, but for the credentials", async (t) => {
    const env = {
      ...SETTINGS,
      AWS_ENDPOINT_URL_STS: await startServer(t),
      PATH: "/usr/bin:/bin",
      NO_PROXY: "kept",
    };
    const outcome = await runProgram(program, ["exec", "--no-cache", "--", "env"], env);
    assert.equal(outcome.status, 0, outcome.stderr);
    const names = outcome.stdout.split("\n").map((line) => line.split("=")[0] ?? "");
    assert.ok(names.includes("NO_PROXY") && names.includes("AWS_ACCESS_KEY_ID"));
    assert.deepEqual(
      names.filter((name) => /BUN|AWS_SDK_JS|NODE_/.test(name)),
      [],
    );
  });

  it("runs a script without an interpreter's name, as execvp does", async (t) => {
    const script = join(newFolder(), "script");
    writeFileSync(script, 'echo "$AWS_ACCESS_KEY_ID $1"; exit 7\n', { mode: 0o755 });
    const env = { ...SETTINGS, AWS_ENDPOINT_URL_STS: await startServer(t), PATH: "/usr/bin:/bin" };
    const outcome = await runProgram(program, ["exec", "--no-cache", "--", script, "word"], env);
    assert.deepEqual(outcome, { status: 7, stdout: "ASIAEXAMPLEEXAMPLE12 word\n", stderr: "" });
  });
});
