// A secret prints as [secret] wherever it ends up by mistake.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { format, inspect } from "node:util";
import { redact } from "../../src/secrets/redact.ts";
import { Secret } from "../../src/secrets/secret.ts";

const TEXT = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYzEXAMPLEKEY";

describe("Secret", () => {
  const secret = new Secret(TEXT);

  it("gives its text only to reveal()", () => {
    assert.equal(secret.reveal(), TEXT);
  });

  const WAYS: readonly (readonly [how: string, text: string])[] = [
    ["in a template", `${secret}`],
    ["String()", String(secret)],
    ["joined", [secret].join()],
    ["JSON", JSON.stringify({ secret })],
    ["inspect", inspect({ secret }, { showHidden: true, depth: null })],
    ["console's format, %s", format("%s", secret)],
    ["console's format, %o", format("%o %O %j", secret, secret, secret)],
    ["an error's cause", inspect(new Error("x", { cause: secret }))],
    ["its keys", Object.keys(secret).join() + Object.getOwnPropertyNames(secret).join()],
    ["spread", inspect({ ...secret })],
    ["cloned", inspect(structuredClone({ ...secret }))],
  ];
  for (const [how, text] of WAYS) it(`is not shown: ${how}`, () => assert.ok(!text.includes(TEXT), text));

  it("is known to redact from the moment it exists", () => {
    assert.equal(redact(`x${TEXT}y`), "x[secret]y");
  });
});
