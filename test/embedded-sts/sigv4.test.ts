// The signature against the worked example in AWS's documentation of Signature Version 4 (GET ListUsers on IAM).
import assert from "node:assert/strict";
import { test } from "node:test";
import { expectedSignature, readAuthorization } from "../../embedded-sts/sigv4.ts";

test("the documented example has the documented signature", () => {
  const authorization = readAuthorization(
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, " +
      "SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
  );
  assert.ok(authorization);
  assert.equal(authorization.accessKeyId, "AKIDEXAMPLE");
  const request = {
    method: "GET",
    target: "/?Action=ListUsers&Version=2010-05-08",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      host: "iam.amazonaws.com",
      "x-amz-date": "20150830T123600Z",
    },
    body: Buffer.alloc(0),
    parameters: new Map<string, string>(),
  };
  const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  assert.equal(expectedSignature(request, authorization, secret), authorization.signature);
  assert.notEqual(expectedSignature(request, authorization, `${secret}x`), authorization.signature);
});
