// Where the text of the ID token comes from: a variable or a file.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { EXIT, HelperError } from "../../src/errors.ts";
import { loadIdToken } from "../../src/id-token/load.ts";
import { readToken } from "../../src/id-token/read.ts";
import { Secret } from "../../src/secrets/secret.ts";
import { CLAIMS, makeToken } from "./tokens.ts";

const NOW = 1_750_000_000_000;

async function folderFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "id-token-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

async function assertTokenError(loading: Promise<unknown>, named: RegExp): Promise<void> {
  await assert.rejects(loading, (failure) => {
    assert.ok(failure instanceof HelperError, String(failure));
    assert.equal(failure.exitCode, EXIT.TOKEN);
    assert.match(failure.message, named);
    return true;
  });
}

describe("id token: loading", () => {
  it("from a variable, without white space around it", async () => {
    const token = makeToken();
    const text = new Secret(`  ${token}\r\n`);
    const loaded = await loadIdToken({ kind: "variable", name: "X", text }, NOW);
    assert.equal(loaded.text.reveal(), token);
    assert.equal(loaded.claims.sub, CLAIMS.sub);
  });

  it("from a file, without the newline at its end", async (t) => {
    const path = join(await folderFor(t), "token");
    const token = makeToken();
    await writeFile(path, `${token}\n`);
    assert.equal((await loadIdToken({ kind: "file", path }, NOW)).text.reveal(), token);
  });

  it("from a file that was read before, without reading it again", async (t) => {
    const path = join(await folderFor(t), "token");
    const token = makeToken();
    await writeFile(path, `${token}\n`);
    const read = readToken({ kind: "file", path });
    await writeFile(path, makeToken({ sub: "another" }));
    assert.equal((await loadIdToken(read, NOW)).text.reveal(), token);
  });

  it("a file that is not there, a folder, or too large: the message names the path", async (t) => {
    const folder = await folderFor(t);
    await assertTokenError(
      loadIdToken({ kind: "file", path: join(folder, "none") }, NOW),
      /none cannot be read: ENOENT/,
    );
    await assertTokenError(loadIdToken({ kind: "file", path: folder }, NOW), /cannot be read: EISDIR/);
    const large = join(folder, "large");
    await writeFile(large, Buffer.alloc(1024 * 1024 + 1, "a"));
    await assertTokenError(
      loadIdToken({ kind: "file", path: large }, NOW),
      /large cannot be read: it is larger than 65536 bytes/,
    );
  });

  it("an empty file, or one that holds no token, is malformed", async (t) => {
    const path = join(await folderFor(t), "token");
    for (const text of ["", "\n", "not a token\n"]) {
      await writeFile(path, text);
      await assertTokenError(loadIdToken({ kind: "file", path }, NOW), /token is malformed/);
    }
  });

  it("an expired token is refused, naming the variable", async () => {
    const text = new Secret(makeToken({ exp: NOW / 1000 - 301 }));
    await assertTokenError(
      loadIdToken({ kind: "variable", name: "MY_TOKEN", text }, NOW),
      /MY_TOKEN expired at/,
    );
  });
});
