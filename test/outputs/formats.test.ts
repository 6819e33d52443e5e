// Every output format, byte for byte.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { EXIT, HelperError } from "../../src/errors.ts";
import { DOTENV_LIMIT, dotenv, FORMATS, findFormat } from "../../src/outputs/index.ts";
import { findShell } from "../../src/shells/index.ts";
import { EXPIRATION, KEY_ID, SECRET_KEY, SESSION_TOKEN, sample } from "./sample.ts";

function render(name: string, region?: string): string {
  const format = findFormat(name);
  assert.ok(format !== undefined, name);
  return format.render(sample(), region);
}

describe("outputs: dotenv", () => {
  const LINES = `AWS_ACCESS_KEY_ID=${KEY_ID}\nAWS_SECRET_ACCESS_KEY=${SECRET_KEY}\nAWS_SESSION_TOKEN=${SESSION_TOKEN}\n`;

  it("the first three lines are those of the Go tool, then the expiry", () => {
    assert.equal(render("dotenv"), `${LINES}AWS_CREDENTIAL_EXPIRATION=${EXPIRATION}\n`);
  });

  it("with a region two more, and never a variable for the hooks", () => {
    const text = render("dotenv", "eu-west-1");
    assert.ok(text.endsWith("AWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1\n"));
    assert.ok(!text.includes("GITLAB_AWS"));
  });

  for (const value of [
    "a\nb",
    "a\r",
    "$a",
    "a$b",
    " a",
    "a ",
    "\ta",
    "a\u00a0",
    "\ufeffa",
    "a\0b",
    "a\ud800",
  ])
    it(`refuses ${JSON.stringify(value)}, which GitLab would not read back`, () => {
      assert.throws(
        () => dotenv.render(sample({ sessionToken: value }), undefined),
        (failure) =>
          failure instanceof HelperError &&
          failure.exitCode === EXIT.FILE &&
          failure.message.includes("AWS_SESSION_TOKEN"),
      );
    });

  it("what it accepts, GitLab reads back unchanged", () => {
    const value = fc.string({ unit: "binary", minLength: 1 }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(value, (text) => {
        let file: string;
        try {
          file = dotenv.render(sample({ sessionToken: text }), undefined);
        } catch (failure) {
          assert.ok(failure instanceof HelperError && failure.exitCode === EXIT.FILE);
          return;
        }
        // parse_dotenv_artifact_service.rb: each line /^(.*?)=(.*)$/, then strip.
        const line = file.split("\n").find((candidate) => candidate.startsWith("AWS_SESSION_TOKEN"));
        assert.equal(/^(.*?)=(.*)$/su.exec(line ?? "")?.[2]?.trim(), text);
        assert.equal(file.split("\n").length, 5);
      }),
      { numRuns: 1000 },
    );
  });

  it("knows GitLab's limit", () => assert.equal(DOTENV_LIMIT, 5 * 1024));
});

describe("outputs: JSON", () => {
  it("json: one object with the names of the variables", () => {
    assert.equal(
      render("json", "eu-west-1"),
      `${JSON.stringify(
        {
          AWS_ACCESS_KEY_ID: KEY_ID,
          AWS_SECRET_ACCESS_KEY: SECRET_KEY,
          AWS_SESSION_TOKEN: SESSION_TOKEN,
          AWS_CREDENTIAL_EXPIRATION: EXPIRATION,
          AWS_REGION: "eu-west-1",
          AWS_DEFAULT_REGION: "eu-west-1",
        },
        null,
        2,
      )}\n`,
    );
  });

  it("process: the keys of credential_process in their order, Version a number, no byte order mark", () => {
    const text = render("process", "eu-west-1");
    assert.deepEqual(JSON.parse(text), {
      Version: 1,
      AccessKeyId: KEY_ID,
      SecretAccessKey: SECRET_KEY,
      SessionToken: SESSION_TOKEN,
      Expiration: EXPIRATION,
    });
    assert.deepEqual(Object.keys(JSON.parse(text)), [
      "Version",
      "AccessKeyId",
      "SecretAccessKey",
      "SessionToken",
      "Expiration",
    ]);
    assert.ok(text.startsWith("{") && text.endsWith("}\n"));
  });
});

describe("outputs: the names of aws configure export-credentials", () => {
  for (const [format, shell] of [
    ["env", "sh"],
    ["powershell", "powershell"],
    ["windows-cmd", "cmd"],
    ["fish", "fish"],
  ] as const)
    it(`${format} is --shell ${shell}`, () => {
      const script = findFormat(format)?.render(sample(), "eu-west-1");
      assert.equal(script, findFormat(format)?.render(sample(), "eu-west-1"));
      const bare = findShell(shell)?.script([{ name: "AWS_ACCESS_KEY_ID", value: KEY_ID }]) ?? "none";
      assert.ok(script?.includes(bare.split("\n")[0] ?? "none"), script);
    });

  it("env-no-export assigns without exporting, and takes out what is stale", () => {
    const lines = render("env-no-export").trimEnd().split("\n");
    assert.deepEqual(lines.slice(0, 4), [
      "unset AWS_PROFILE;",
      "unset AWS_DEFAULT_PROFILE;",
      "unset AWS_SECURITY_TOKEN;",
      `AWS_ACCESS_KEY_ID='${KEY_ID}';`,
    ]);
    assert.ok(!lines.some((line) => line.includes("export")));
  });
});

describe("outputs: every format", () => {
  for (const { name, render: renderFormat, failureShell } of FORMATS) {
    it(`${name}: ends with a newline, is ASCII and has no comment`, () => {
      const text = renderFormat(sample(), "eu-west-1");
      assert.match(text, /^[\x20-\x7e\n]+\n$/);
      assert.doesNotMatch(text, /^\s*(#|::|rem )/im);
    });

    it(`${name}: has a failing statement only if a shell evaluates it`, () => {
      const script = ["env", "env-no-export", "fish", "powershell"].includes(name);
      assert.equal(failureShell !== undefined, script);
    });
  }

  it("a name that every object has is none", () => {
    for (const name of ["toString", "__proto__", "constructor"]) assert.equal(findFormat(name), undefined);
  });
});
