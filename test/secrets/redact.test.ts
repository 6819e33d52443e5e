// The last line of defence for messages.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { redact, rememberSecret, SECRET_PLACEHOLDER } from "../../src/secrets/redact.ts";
import { makeToken } from "../id-token/tokens.ts";

describe("redact", () => {
  it("removes a secret it has been told, wherever and however often it stands", () => {
    rememberSecret("correct+horse/battery=staple");
    assert.equal(
      redact("a correct+horse/battery=staple, correct+horse/battery=staple."),
      `a ${SECRET_PLACEHOLDER}, ${SECRET_PLACEHOLDER}.`,
    );
  });

  it("removes what looks like a token without being told", () => {
    assert.equal(redact(`token ${makeToken()} end`), `token ${SECRET_PLACEHOLDER} end`);
    assert.equal(redact(`token=${makeToken()}&x`), `token=${SECRET_PLACEHOLDER}&x`);
  });

  it("leaves plain words alone", () => {
    rememberSecret("role");
    rememberSecret("");
    const text =
      "eyJust.a.sentence? The role arn:aws:iam::012345678901:role/deploy at sts.eu-west-1.amazonaws.com";
    assert.equal(redact(text), text.replace("eyJust.a.sentence", SECRET_PLACEHOLDER));
  });

  it("a secret that begins like another leaves no rest of the other", () => {
    rememberSecret("prefix-of-two");
    rememberSecret("prefix-of-two/and-the-rest");
    assert.equal(redact("<prefix-of-two/and-the-rest>"), `<${SECRET_PLACEHOLDER}>`);
  });

  it("leaves nothing of any secret of eight characters and more", () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+/=]{8,60}$/);
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (text, before, after) => {
        rememberSecret(text);
        assert.ok(!redact(`${before}${text}${after}`).includes(text));
      }),
    );
  });
});
