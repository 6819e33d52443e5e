// What is said of a command that the kernel refused.
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { optionsOfMount, refusal } from "../../src/child/refusal.ts";
import { EXIT } from "../../src/errors.ts";

const folder = mkdtempSync(join(tmpdir(), "refusal-"));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string, mode = 0o755): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

const failure = (code: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`spawn x ${code}`), { code });

const plain = file("plain", "echo\n");

describe("child: refusal", { skip: process.platform === "win32" }, () => {
  for (const [what, path, code, words] of [
    [
      "an interpreter that is missing",
      file("gone", "#!/no/such/sh -e\n"),
      "ENOENT",
      /its interpreter "\/no\/such\/sh" was not found/,
    ],
    [
      "line ends of Windows",
      file("crlf", "#!/bin/sh\r\necho\r\n"),
      "ENOENT",
      /ends as on Windows.*"\/bin\/sh\\r"/,
    ],
    [
      "an interpreter that may not be executed",
      file("passwd", "#!/etc/passwd\n"),
      "EACCES",
      /its interpreter "\/etc\/passwd" may not be executed/,
    ],
    ["a mode without x", file("mode", "#!/bin/sh\n", 0o644), "EACCES", /permission denied/],
    ["too many arguments", plain, "E2BIG", /arguments and the environment are longer/],
    ["a file that is being written", plain, "ETXTBSY", /still being written/],
    ["a circle of interpreters", plain, "ELOOP", /too many/],
    ["something else", plain, "EPERM", /EPERM/],
    ["a format that is not known", plain, "ENOEXEC", /does not know its format/],
  ] as const)
    it(`${what}: 126`, () => {
      const { exitCode, message } = refusal(path, failure(code), process.execPath);
      assert.equal(exitCode, EXIT.CHILD_NOT_EXECUTABLE);
      assert.match(message, words);
      assert.ok(message.startsWith(path), message);
    });

  it("a failure that has a number only", () => {
    const cause = Object.assign(new Error(", Argument list too long 'x'"), {
      code: "",
      errno: constants.errno.E2BIG,
    });
    assert.match(refusal(plain, cause, process.execPath).message, /arguments and the environment are longer/);
  });

  it("a file that is not there: 127", () => {
    const { exitCode, message } = refusal(join(folder, "none"), failure("ENOENT"), process.execPath);
    assert.equal(exitCode, EXIT.CHILD_NOT_FOUND);
    assert.match(message, /none was not found/);
  });
});

describe("child: the mount of a file", () => {
  const mounts = [
    "22 1 8:1 / / rw,relatime - ext4 /dev/sda rw",
    "30 22 0:30 / /builds rw,nosuid,noexec - tmpfs tmpfs rw",
    "31 30 0:31 / /builds/my\\040project rw - tmpfs tmpfs rw",
    "32 22 0:32 / /over rw,noexec - tmpfs tmpfs rw",
    "33 22 0:33 / /over rw - tmpfs tmpfs rw",
    "",
  ].join("\n");

  for (const [path, noexec] of [
    ["/bin/sh", false],
    ["/builds/tool", true],
    ["/builds-2/tool", false],
    ["/builds/my project/tool", false],
    ["/builds/my", true],
    ["/over/tool", false],
  ] as const)
    it(`${path}: ${noexec ? "noexec" : "exec"}`, () =>
      assert.equal(optionsOfMount(mounts, path).includes("noexec"), noexec));

  it("of a system that does not tell has no options", () => assert.deepEqual(optionsOfMount("", "/x"), []));
});
