// One shape for whatever the SDK throws.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readFailure } from "../../src/sts/failure.ts";

/** An error as the SDK throws it for an answer of AWS. */
function sdkError(Code: string, httpStatusCode: number, message = "no", name = Code): object {
  return { name, Code, message, $metadata: { httpStatusCode, requestId: "id-1" } };
}

describe("sts failure: refused and not temporary", () => {
  for (const [code, status] of [
    ["AccessDenied", 403],
    ["InvalidIdentityToken", 400],
    ["ExpiredTokenException", 400],
    ["IDPRejectedClaim", 403],
    ["MalformedPolicyDocument", 400],
    ["PackedPolicyTooLarge", 400],
    ["RegionDisabledException", 403],
    ["ValidationError", 400],
  ] as const)
    it(`${code}, ${status}`, () => {
      const failure = readFailure(sdkError(code, status));
      assert.deepEqual(failure, {
        code,
        message: "no",
        httpStatus: status,
        requestId: "id-1",
        refused: true,
        temporary: false,
      });
    });
});

describe("sts failure: throttled is temporary and no refusal", () => {
  for (const [code, status] of [
    ["Throttling", 400],
    ["ThrottlingException", 400],
    ["ThrottledException", 400],
    ["RequestThrottled", 400],
    ["RequestThrottledException", 400],
    ["RequestLimitExceeded", 400],
    ["TooManyRequestsException", 400],
    ["LimitExceededException", 400],
    ["BandwidthLimitExceeded", 400],
    ["PriorRequestNotComplete", 400],
    ["SlowDown", 503],
    ["AnyCode", 429],
  ] as const)
    it(`${code}, ${status}`, () => {
      const { refused, temporary } = readFailure(sdkError(code, status));
      assert.deepEqual({ refused, temporary }, { refused: false, temporary: true });
    });
});

describe("sts failure: temporary", () => {
  it("the identity provider could not be reached: refused, but worth another try", () => {
    const key =
      "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements";
    for (const error of [
      sdkError("IDPCommunicationError", 400, "x", "IDPCommunicationErrorException"),
      sdkError("InvalidIdentityToken", 400, key),
    ]) {
      const { refused, temporary } = readFailure(error);
      assert.deepEqual({ refused, temporary }, { refused: true, temporary: true });
    }
  });

  for (const status of [500, 502, 503, 504])
    it(`HTTP status ${status}, with a code of AWS or without`, () => {
      for (const error of [
        sdkError("InternalFailure", status),
        { name: "Unknown", message: "Unknown", $metadata: { httpStatusCode: status } },
      ]) {
        const { refused, temporary } = readFailure(error);
        assert.deepEqual({ refused, temporary }, { refused: false, temporary: true });
      }
    });

  it("501 is not", () => {
    assert.equal(readFailure(sdkError("NotImplemented", 501)).temporary, false);
  });

  for (const code of [
    "ECONNRESET",
    "ECONNREFUSED",
    "EPIPE",
    "ETIMEDOUT",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "ENOTFOUND",
    "EAI_AGAIN",
  ])
    it(`the system's ${code}, which is no code of AWS`, () => {
      const failure = readFailure(
        Object.assign(new Error(`connect ${code}`), { code, $metadata: { attempts: 1 } }),
      );
      assert.equal(failure.temporary, true);
      assert.equal(failure.code, undefined);
      assert.equal(failure.refused, false);
    });

  it("the SDK's own time limits", () => {
    for (const name of ["TimeoutError", "AbortError"])
      assert.equal(readFailure({ name, message: "x" }).temporary, true);
  });
});

describe("sts failure: not an answer of AWS", () => {
  it("a page has no code", () => {
    const failure = readFailure({ name: "Unknown", message: "Unknown", $metadata: { httpStatusCode: 403 } });
    assert.deepEqual(
      [failure.code, failure.refused, failure.temporary, failure.httpStatus],
      [undefined, false, false, 403],
    );
  });

  it("what the SDK could not parse has no code, whatever the class of the error", () => {
    const $response = { statusCode: 200, headers: { "x-amzn-requestid": "id-2" } };
    for (const error of [
      new Error("unexpected content\n  Deserialization error"),
      new TypeError("Invalid RFC3339 timestamp"),
      new SyntaxError("x"),
    ]) {
      const failure = readFailure(Object.assign(error, { $response, $metadata: { httpStatusCode: 200 } }));
      assert.equal(failure.code, undefined, `${error.name} is taken for a code of AWS`);
      assert.equal(failure.refused, false);
      assert.ok(!failure.message.includes("\n"));
      assert.equal(failure.requestId, "id-2");
    }
  });

  it("anything can be thrown", () => {
    for (const thrown of [undefined, null, "text", 5, {}, []]) {
      const failure = readFailure(thrown);
      assert.equal(failure.refused, false);
      assert.equal(typeof failure.message, "string");
    }
  });
});
