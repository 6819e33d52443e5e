// Why AWS says no, in AWS's own words, and what the user is told to change.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readClaims } from "../../src/id-token/claims.ts";
import { remedyFor } from "../../src/sts/refusals.ts";
import { makeToken } from "../id-token/tokens.ts";

const REQUEST = {
  roleArn: "arn:aws:iam::012345678901:role/deploy",
  durationSeconds: 7200,
  claims: readClaims(makeToken({ aud: ["one", "two"] }), "X"),
};

const ROWS: readonly (readonly [code: string, message: string, ...remedy: RegExp[]])[] = [
  [
    "AccessDenied",
    "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    /role\/deploy does not exist/,
    /sub "project_path:acme\/shop/,
    /StringLike/,
  ],
  ["InvalidIdentityToken", "Incorrect token audience", /aud is \["one","two"\]/, /client ID/],
  [
    "InvalidIdentityToken",
    "No OpenIDConnect provider found in your account for https://gitlab.example.com",
    /"https:\/\/gitlab\.example\.com"/,
    /account 012345678901/,
  ],
  [
    "InvalidIdentityToken",
    "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    /gitlab\.example\.com\/\.well-known\/openid-configuration/,
    /run the job again/,
  ],
  [
    "InvalidIdentityToken",
    "OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint",
    /thumbprint list/,
  ],
  ["InvalidIdentityToken", "Missing a required claim: aud", /id_tokens:/],
  ["InvalidIdentityToken", "The web identity token provided could not be validated", /URL is exactly/],
  [
    "ExpiredTokenException",
    "Token expired: current date/time 1624482533 must be before the expiration date/time1624482335",
    /timeout/,
  ],
  [
    "ValidationError",
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    /7200 seconds/,
    /--duration-seconds/,
    /MaxSessionDuration/,
  ],
  ["ValidationError", "Request ARN is invalid", /arn:aws:iam::012345678901:role\/deploy/],
  ["RegionDisabledException", "STS is not activated in this region for account:1", /--region/],
  ["IDPRejectedClaim", "x", /identity provider/],
  ["IDPCommunicationError", "x", /run the job again/],
  ["PackedPolicyTooLarge", "Packed size of session tags consumes 112% of allotted space.", /too large/],
];

describe("refusals: each has its remedy", () => {
  for (const [code, message, ...remedies] of ROWS)
    it(`${code}: ${message.slice(0, 50)}`, () => {
      const remedy = remedyFor(code, message, REQUEST) ?? "";
      for (const part of remedies) assert.match(remedy, part);
    });

  it("an unknown one has none", () => {
    assert.equal(remedyFor("NewCode", "x", REQUEST), undefined);
    assert.equal(remedyFor("ValidationError", "something else", REQUEST), undefined);
    assert.equal(remedyFor("toString", "x", REQUEST), undefined);
  });

  it("a claim that is not there is named as none, and one with control characters stays on its line", () => {
    const claims = { iss: "https://a\n\u001b[2K", all: {} };
    for (const [code, message] of ROWS) {
      const remedy = remedyFor(code, message, { ...REQUEST, claims }) ?? "";
      assert.doesNotMatch(remedy, /[\n\u001b]|undefined/, message);
    }
  });
});
