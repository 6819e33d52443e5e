// Reading an ID token: what is refused before AWS is asked.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { EXIT, HelperError } from "../../src/errors.ts";
import { assertNotExpired, readClaims } from "../../src/id-token/claims.ts";
import { base64url, CLAIMS, makeToken } from "./tokens.ts";

const HEADER = base64url({ alg: "RS256" });
const PAYLOAD = base64url(CLAIMS);

function assertMalformed(text: string, reason: RegExp): void {
  assert.throws(
    () => readClaims(text, "the variable X"),
    (failure) => {
      assert.ok(failure instanceof HelperError, String(failure));
      assert.equal(failure.exitCode, EXIT.TOKEN);
      assert.match(failure.message, /^the ID token in the variable X is malformed: /);
      assert.match(failure.message, reason);
      assert.ok(text === "" || !failure.message.includes(text), "the message repeats the token");
      return true;
    },
  );
}

describe("id token: claims", () => {
  it("are read, GitLab's own too", () => {
    const claims = readClaims(makeToken({ project_id: "20" }), "X");
    assert.equal(claims.iss, CLAIMS.iss);
    assert.equal(claims.sub, CLAIMS.sub);
    assert.equal(claims.aud, CLAIMS.aud);
    assert.equal(claims.exp, CLAIMS.exp);
    assert.equal(claims.all["project_id"], "20");
  });

  it("may have several audiences", () => {
    assert.deepEqual(readClaims(makeToken({ aud: ["a", "b"] }), "X").aud, ["a", "b"]);
  });

  it("of a wrong type count as absent", () => {
    const claims = readClaims(makeToken({ iss: 1, sub: null, aud: [1], exp: "4102444800", iat: {} }), "X");
    for (const name of ["iss", "sub", "aud", "exp", "iat"] as const)
      assert.equal(claims[name], undefined, name);
  });
});

describe("id token: malformed", () => {
  const CASES: readonly (readonly [what: string, text: string, reason: RegExp])[] = [
    ["too short", "a.b", /3 characters, AWS takes 4 to 20000/],
    ["too long", `${HEADER}.${"a".repeat(20_000)}.c2ln`, /AWS takes 4 to 20000/],
    ["two parts", `${HEADER}.${PAYLOAD}`, /three base64url parts/],
    ["four parts", `${HEADER}.${PAYLOAD}.c2ln.c2ln`, /three base64url parts/],
    ["an empty signature", `${HEADER}.${PAYLOAD}.`, /three base64url parts/],
    ["base64 that is not base64url", `${HEADER}.${PAYLOAD}.a+b/`, /three base64url parts/],
    ["padding", `${HEADER}.${PAYLOAD}.c2ln==`, /three base64url parts/],
    ["a newline in it", `${HEADER}.\n${PAYLOAD}.c2ln`, /three base64url parts/],
    ["a variable that nobody expanded", "$GITLAB_AWS_IDENTITY_TOKEN", /three base64url parts/],
    ["a header that is no JSON", `abcd.${PAYLOAD}.c2ln`, /header is not a JSON object/],
    ["a payload that is no JSON", `${HEADER}.abcd.c2ln`, /payload is not a JSON object/],
    ["a payload that is a list", `${HEADER}.${base64url([1])}.c2ln`, /payload is not a JSON object/],
    ["a payload that is null", `${HEADER}.${base64url("null")}.c2ln`, /payload is not a JSON object/],
  ];
  for (const [what, text, reason] of CASES) it(what, () => assertMalformed(text, reason));

  it("whatever the text: it is read, or refused as a bad token without being repeated", () => {
    const part = fc.oneof(
      fc.stringMatching(/^[\w-]{0,20}$/),
      fc.json().map(base64url),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        const text = parts.join(".");
        try {
          readClaims(text, "X");
        } catch (failure) {
          assert.ok(failure instanceof HelperError && failure.exitCode === EXIT.TOKEN, String(failure));
          assert.ok(text.length < 12 || !failure.message.includes(text));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("id token: expiry", () => {
  const EXP = 1_800_000_000;
  const at = (seconds: number) => () =>
    assertNotExpired({ exp: EXP, all: {} }, "the variable X", seconds * 1000);

  it("may be 300 seconds ago, because clocks differ", () => {
    for (const seconds of [EXP - 1, EXP, EXP + 299, EXP + 300]) assert.doesNotThrow(at(seconds));
  });

  it("longer ago is refused: when it was, how long ago, and what to do", () => {
    assert.throws(at(EXP + 301), (failure: HelperError) => {
      assert.equal(failure.exitCode, EXIT.TOKEN);
      assert.match(failure.message, /the variable X expired at 2027-01-15T08:00:00\.000Z, 301 seconds ago/);
      assert.match(failure.remedy ?? "", /timeout/);
      return true;
    });
  });

  it("that is not in the token is AWS's business", () => {
    assert.doesNotThrow(() => assertNotExpired({ all: {} }, "X", Date.now()));
  });

  it("that is no date is an expired token as well", () => {
    for (const exp of [-1e20, -Number.MAX_VALUE, -8.64e12 - 1])
      assert.throws(() => assertNotExpired({ exp, all: {} }, "X", Date.now()), HelperError, String(exp));
  });
});
