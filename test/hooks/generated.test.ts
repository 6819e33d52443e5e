// The committed hooks are those of the templates, and `hook` prints their bytes for every shell that has one.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { HOOK_TEXTS } from "../../src/hooks/generated.ts";
import { renderHook } from "../../src/hooks/render.ts";
import { SHELLS } from "../../src/shells/index.ts";
import { printed } from "./printed.ts";

test("shells/ and src/hooks/generated.ts are fresh", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/generate-hooks.mjs", "--check"], {
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  assert.equal(status, 0);
});

test("there are exactly the hooks that the shell table names", () => {
  const named = [...new Set(SHELLS.flatMap(({ hook }) => hook ?? []))].sort();
  assert.deepEqual(readdirSync("shells").sort(), named);
  assert.deepEqual(readdirSync("src/hooks/templates").sort(), named);
  assert.deepEqual(Object.keys(HOOK_TEXTS).sort(), named);
});

for (const { name, aliases, hook } of SHELLS)
  for (const asked of [name, ...aliases])
    test(`hook --shell ${asked}`, () => {
      const { exitCode, stdout, stderr } = printed("hook", "--shell", asked);
      if (hook === undefined) {
        assert.equal(exitCode, 2);
        assert.match(stderr, new RegExp(`${name} cannot have a hook`));
      } else {
        assert.equal(stderr, "");
        assert.equal(exitCode, 0);
        assert.equal(stdout, readFileSync(`shells/${hook}`, "utf8"));
      }
    });

test("hook without a shell is wrong usage, and fails in a shell that evaluates it", () => {
  const { exitCode, stdout } = printed("hook");
  assert.equal(exitCode, 2);
  assert.equal(stdout, "(exit 2);\n");
});

test("a placeholder that nobody fills in is an error", () => {
  assert.throws(() => renderHook({ file: "hook.sh", shell: "sh", text: "x=@NOBODY@\n" }), /@NOBODY@/);
});

test("no hook has a placeholder left, and each says where it comes from", () => {
  for (const [file, text] of Object.entries(HOOK_TEXTS)) {
    assert.doesNotMatch(text, /@[A-Z_]{2,}@/);
    assert.match(
      text,
      new RegExp(`^# .*\n# Generated from src/hooks/templates/${file} by scripts/generate-hooks.mjs`),
    );
  }
});
