// The Node build is an entry and parts: the entry alone answers what most runs ask, and what both need is there once.
import assert from "node:assert/strict";
import { copyFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { ROOT } from "../cli/checkout.ts";
import { ANSWERS } from "./answers.ts";
import { NODE_BUILD, newFolder, type Program, runProgram, SETTINGS } from "./programs.ts";

const NAME = "gitlab-aws-credential-helper.cjs";

/** The entry without any part beside it. */
function entryAlone(): Program {
  const folder = newFolder();
  copyFileSync(join(ROOT, "dist", NAME), join(folder, NAME));
  return { name: "entry", command: [process.execPath, join(folder, NAME)] };
}

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
  it("are few, and the entry is small", () => {
    const files = readdirSync(join(ROOT, "dist")).filter((name) => name.endsWith(".cjs"));
    assert.ok(files.length <= 8, files.join(", "));
    assert.ok(statSync(join(ROOT, "dist", NAME)).size < 90_000, "see `node scripts/build.mjs` for sizes");
  });

  it("cached credentials are printed by the entry alone", async (t) => {
    const env = {
      ...SETTINGS,
      HOME: newFolder(),
      AWS_ENDPOINT_URL_STS: `${await startServer(t)}/credentials`,
    };
    const first = await runProgram(NODE_BUILD, ["process"], env);
    assert.equal(first.status, 0, first.stderr);
    assert.deepEqual(await runProgram(entryAlone(), ["process"], env), first);
  });

  it("so are the version and the statements of unset", async () => {
    for (const words of [["--version"], ["unset", "--shell", "fish"]]) {
      const outcome = await runProgram(entryAlone(), words, {});
      assert.equal(outcome.status, 0, outcome.stderr);
    }
  });

  it("a failure in a part is one that the entry knows: the class of errors is there once", async (t) => {
    const outcome = await runProgram(NODE_BUILD, ["process"], {
      ...SETTINGS,
      GITLAB_AWS_CACHE: "off",
      AWS_ENDPOINT_URL_STS: `${await startServer(t)}/AccessDenied`,
    });
    assert.equal(outcome.status, 5, outcome.stderr);
  });
});
