// What a failure says.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { reportFailure } from "../../src/cli/report.ts";
import { HelperError } from "../../src/errors.ts";
import { Secret } from "../../src/secrets/secret.ts";

const plain = { oneLine: false, debug: false };
const oneLine = { oneLine: true, debug: false };

describe("report", () => {
  it("message and remedy, each on its line", () => {
    const report = reportFailure(new HelperError(3, "it is wrong", { remedy: "Change it." }), plain);
    assert.deepEqual(report, {
      exitCode: 3,
      text: "gitlab-aws-credential-helper: it is wrong\n  Change it.\n",
    });
  });

  it("on one line for programs that show stderr to their users", () => {
    for (const [message, want] of [
      ["it is wrong", "it is wrong. Change it."],
      ["it is wrong.", "it is wrong. Change it."],
      ["it is\n  wrong\r\nhere", "it is wrong here. Change it."],
    ] as const) {
      const { text } = reportFailure(new HelperError(3, message, { remedy: "Change it." }), oneLine);
      assert.equal(text, `gitlab-aws-credential-helper: ${want}\n`);
    }
    assert.equal(
      reportFailure(new HelperError(3, "alone"), oneLine).text,
      "gitlab-aws-credential-helper: alone\n",
    );
  });

  it("an unexpected failure is exit code 1, with its stack only for --debug", () => {
    const failure = new TypeError("x is not a function");
    const { exitCode, text } = reportFailure(failure, plain);
    assert.equal(exitCode, 1);
    assert.match(text, /unexpected failure: x is not a function\n {2}Please report it/);
    assert.doesNotMatch(text, /\n\s+at /);
    assert.match(reportFailure(failure, { ...plain, debug: true }).text, /\n\s+at /);
    for (const thrown of [undefined, null, "text", 5, {}])
      assert.equal(reportFailure(thrown, plain).exitCode, 1);
  });

  it("holds no secret, wherever it comes from", () => {
    const secret = new Secret("s3cr3t/of+the=report");
    for (const options of [plain, oneLine, { oneLine: false, debug: true }])
      for (const failure of [
        new HelperError(3, `a ${secret.reveal()} b`, { remedy: secret.reveal() }),
        new Error(`a ${secret.reveal()} b`),
        secret.reveal(),
      ])
        assert.ok(!reportFailure(failure, options).text.includes("s3cr3t"));
  });
});
