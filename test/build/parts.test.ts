// The Node build is a start file, the program and its parts: the program alone answers what most runs ask, and what both need is
// there once.
import assert from "node:assert/strict";
import { copyFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "../cli/checkout.ts";
import { ANSWERS } from "./answers.ts";
import { NODE_BUILD, newFolder, type Program, runProgram, SETTINGS } from "./programs.ts";

const START = "gitlab-aws-credential-helper.cjs";
const PROGRAM = "program.cjs";

/** Some of the files, without any other beside them. */
function alone(...names: readonly string[]): Program {
  const folder = newFolder();
  for (const name of names) copyFileSync(join(ROOT, "dist", name), join(folder, name));
  return { name: "program", command: [process.execPath, join(folder, START)] };
}

/** The program in a working directory that was removed. */
const GONE: Program = {
  name: "in a folder that is gone",
  command: ["/bin/sh", "-c", 'rmdir "$PWD" && exec "$0" "$@"', ...NODE_BUILD.command],
};
const cannotGo = process.platform === "win32" ? "a folder in use cannot be removed" : false;

async function startServer(t: { after(action: () => void): void }): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => ANSWERS[(request.url ?? "").replaceAll("/", "")]?.(request, response));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("build: parts", () => {
  it("are few and small", () => {
    const files = readdirSync(join(ROOT, "dist")).filter((name) => name.endsWith(".cjs"));
    assert.ok(files.length <= 9, files.join(", "));
    for (const [name, bytes] of [
      [START, 12_000],
      [PROGRAM, 80_000],
    ] as const)
      assert.ok(statSync(join(ROOT, "dist", name)).size < bytes, "see `node scripts/build.mjs` for sizes");
  });

  it("cached credentials are printed by the program alone, an answer that was given before by the start file", async (t) => {
    const env = {
      ...SETTINGS,
      HOME: newFolder(),
      AWS_ENDPOINT_URL_STS: `${await startServer(t)}/credentials`,
    };
    const first = await runProgram(NODE_BUILD, ["process"], env);
    assert.equal(first.status, 0, first.stderr);
    const script = await runProgram(NODE_BUILD, ["env", "--export"], env);
    assert.deepEqual(await runProgram(alone(START, PROGRAM), ["env", "--export"], env), script);
    assert.deepEqual(await runProgram(NODE_BUILD, ["process"], env), first);
    assert.deepEqual(await runProgram(alone(START), ["process"], env), first);
  });

  it("an answer that cannot be kept is given all the same: a part may be gone while a new version is installed", async (t) => {
    const env = {
      ...SETTINGS,
      HOME: newFolder(),
      AWS_ENDPOINT_URL_STS: `${await startServer(t)}/credentials`,
    };
    const first = await runProgram(NODE_BUILD, ["process"], env);
    assert.equal(first.status, 0, first.stderr);
    assert.deepEqual(await runProgram(alone(START, PROGRAM), ["process"], env), first);
  });

  it("so are the version and the statements of unset", async () => {
    for (const words of [["--version"], ["unset", "--shell", "fish"]]) {
      const outcome = await runProgram(alone(START, PROGRAM), words, {});
      assert.equal(outcome.status, 0, outcome.stderr);
    }
  });

  it("the working directory is gone, and with it a project whose path is relative: a failing statement all the same", {
    skip: cannotGo,
  }, async () => {
    const env = { ...SETTINGS, GITLAB_AWS_IDENTITY_TOKEN: "", CI_PROJECT_DIR: "builds/project" };
    const outcome = await runProgram(GONE, ["env", "--export"], env, newFolder());
    assert.equal(outcome.stdout, "(exit 4);\n", outcome.stderr);
  });

  it("the working directory is gone, and a file was to be written in it: that is said", {
    skip: cannotGo,
  }, async () => {
    const outcome = await runProgram(GONE, ["env", "-f", "aws.env"], SETTINGS, newFolder());
    assert.equal(outcome.status, 7, outcome.stderr);
    assert.match(outcome.stderr, /cannot write aws\.env/);
  });

  it("a failure in a part is one that the program knows: the class of errors is there once", async (t) => {
    const outcome = await runProgram(NODE_BUILD, ["process"], {
      ...SETTINGS,
      GITLAB_AWS_CACHE: "off",
      AWS_ENDPOINT_URL_STS: `${await startServer(t)}/AccessDenied`,
    });
    assert.equal(outcome.status, 5, outcome.stderr);
  });
});
