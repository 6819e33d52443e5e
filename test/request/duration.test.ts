// How long the credentials live.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assertRefused, resolve } from "./given.ts";

describe("request: duration", () => {
  it("comes from the flag, then the variable, then is 3600", () => {
    const variable = { GITLAB_AWS_DURATION_SECONDS: "1800" };
    assert.deepEqual(resolve({ "duration-seconds": "900" }, variable).durationSeconds, {
      value: 900,
      origin: { kind: "flag", name: "duration-seconds" },
    });
    assert.deepEqual(resolve({}, variable).durationSeconds, {
      value: 1800,
      origin: { kind: "variable", name: "GITLAB_AWS_DURATION_SECONDS" },
    });
    assert.deepEqual(resolve({}, { GITLAB_AWS_DURATION_SECONDS: "" }).durationSeconds, {
      value: 3600,
      origin: { kind: "default" },
    });
  });

  it("is 900 to 43200 seconds, both included", () => {
    for (const seconds of [900, 901, 43199, 43200])
      assert.equal(resolve({ "duration-seconds": String(seconds) }).durationSeconds.value, seconds);
  });

  for (const text of [
    "899",
    "43201",
    "0",
    "-900",
    "1h",
    "900.0",
    "9e2",
    "0x384",
    "900 ",
    " 900",
    "９００",
    "NaN",
    "Infinity",
    "1".repeat(400),
    "900\n",
    "true",
  ])
    it(`refuses ${JSON.stringify(text.slice(0, 20))}, naming flag or variable, value and rule`, () => {
      const named = [JSON.stringify(text), "900", "43200"];
      assertRefused(() => resolve({ "duration-seconds": text }), 3, "--duration-seconds", ...named);
      assertRefused(
        () => resolve({}, { GITLAB_AWS_DURATION_SECONDS: text }),
        3,
        "GITLAB_AWS_DURATION_SECONDS",
        ...named,
      );
    });
});
