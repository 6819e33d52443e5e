// Bytes that JavaScript has no text for.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";
import { throughShell } from "../../src/child/program.ts";
import { rawArguments, rawEnvironment } from "../../src/child/raw-bytes.ts";

const latin = (text: string): Buffer => Buffer.from(text, "latin1");
const shown = (parts: readonly Buffer[] | undefined): string[] | undefined =>
  parts?.map((part) => part.toString("latin1"));

describe("child: the environment as bytes", () => {
  const environ = latin(
    "A=\xff\xfe\0PATH=/bin\0a.b=c\0EMPTY=\0N\xe9=x\0GONE=1\0CHANGED=\xff\0UNICODE=\xc3\xa9\0",
  );

  it("what stays, stays as it is and where it is; the rest goes; what is new comes last", () => {
    const wanted = {
      A: "\ufffd\ufffd",
      PATH: "/bin",
      "a.b": "c",
      EMPTY: "",
      "N\ufffd": "x",
      CHANGED: "b",
      UNICODE: "é",
      NEW: "n=ü",
      NONE: undefined,
    };
    assert.deepEqual(shown(rawEnvironment(wanted, environ)), [
      "A=\xff\xfe",
      "PATH=/bin",
      "a.b=c",
      "EMPTY=",
      "N\xe9=x",
      "UNICODE=\xc3\xa9",
      "CHANGED=b",
      "NEW=n=\xc3\xbc",
    ]);
  });

  it("a wrong sequence is the same whatever number of U+FFFD a runtime reads it as", () => {
    for (const text of ["\ufffd", "\ufffd\ufffd", "\ufffd\ufffd\ufffd"])
      assert.deepEqual(shown(rawEnvironment({ A: `x${text}y` }, latin("A=x\xe2\x82y\0"))), ["A=x\xe2\x82y"]);
    assert.deepEqual(shown(rawEnvironment({ A: "\ufffd" }, latin("A=a\0"))), ["A=\xef\xbf\xbd"]);
  });

  it("a name that is no text stays, whatever a runtime made of it", () => {
    for (const wanted of [{}, { "N\ufffd": "x" }, { "N\ufffd": undefined }, { "N\ufffd\ufffd": "" }])
      assert.deepEqual(shown(rawEnvironment(wanted, latin("N\xe9=x\0"))), ["N\xe9=x"]);
  });

  it("a name that is there twice is handed on once", () => {
    assert.deepEqual(shown(rawEnvironment({ A: "1" }, latin("A=1\0A=1\0"))), ["A=1"]);
  });
});

describe("child: arguments as bytes", () => {
  const cmdline = latin("node\0tool\0exec\0--\0cat\0\0\xff\0a b\0");

  it("the last ones of the process", () => {
    assert.deepEqual(shown(rawArguments(["cat", "", "\ufffd", "a b"], cmdline)), ["cat", "", "\xff", "a b"]);
  });

  it("none where they are others", () => {
    assert.equal(rawArguments(["dog", "", "\ufffd", "a b"], cmdline), undefined);
    assert.equal(rawArguments(Array(20).fill("x"), cmdline), undefined);
    assert.equal(rawArguments(["x"], Buffer.alloc(0)), undefined);
  });

  it("through sh, byte for byte", { skip: process.platform === "win32" }, () => {
    const words = [
      "%s|",
      "\xff",
      "'\"\\$(false)\xe9`'",
      "é",
      "",
      "-n\xff",
      "\xff\n\n",
      "\n\xff1",
      "a b",
      "%d\xfe",
      ...Array.from({ length: 12 }, (_, at) => `${at}`),
    ].map((word) => (word === "é" ? Buffer.from(word) : latin(word)));
    const program = {
      path: "/usr/bin/printf",
      name: "printf",
      args: [],
      bytes: [latin("printf"), ...words],
      descriptors: [],
    };
    const { path, args } = throughShell(program, {});
    const { stdout, stderr } = spawnSync(path, args, { encoding: "latin1" });
    assert.deepEqual(
      [stdout, stderr],
      [
        words
          .slice(1)
          .map((word) => `${word.toString("latin1")}|`)
          .join(""),
        "",
      ],
    );
  });

  it("sh leaves nothing of its own in the environment", { skip: process.platform === "win32" }, () => {
    const env = { PATH: process.env["PATH"] ?? "", A: "b" };
    const program = {
      path: "/usr/bin/env",
      name: "env",
      args: [],
      bytes: [latin("env"), latin("X=\xff")],
      descriptors: [],
    };
    const { path, args } = throughShell(program, env);
    const { stdout } = spawnSync(path, args, { encoding: "latin1", env });
    assert.deepEqual(
      stdout
        .split("\n")
        .filter((line) => !/^(_=|$)/.test(line))
        .sort(),
      ["A=b", `PATH=${env.PATH}`, "X=\xff"].sort(),
    );
  });
});
