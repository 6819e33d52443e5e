// GetCallerIdentity: the credentials that the STS gave are good for it, and no others.

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Credentials, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { EmbeddedSts } from "../../embedded-sts/start.ts";
import { assume, failureOf, post, sdkClient, startFor } from "./client.ts";

function whoAmI(sts: EmbeddedSts, credentials: Credentials | undefined) {
  return sdkClient(sts, credentials).send(new GetCallerIdentityCommand({}));
}

test("credentials of the STS name the assumed role", async (t) => {
  const sts = await startFor(t);
  const { Credentials: credentials, AssumedRoleUser: user } = await assume(sts, { session: "me" });
  const identity = await whoAmI(sts, credentials);
  assert.equal(identity.Arn, "arn:aws:sts::123456789012:assumed-role/gitlab-acme-shop/me");
  assert.equal(identity.UserId, user?.AssumedRoleId);
  assert.equal(identity.Account, "123456789012");
});

test("a wrong secret, key or session token is refused as AWS refuses it", async (t) => {
  const sts = await startFor(t);
  const { Credentials: good } = await assume(sts);
  assert.ok(good);
  const invalid = "InvalidClientTokenId: The security token included in the request is invalid.";
  assert.match(
    await failureOf(whoAmI(sts, { ...good, SecretAccessKey: "x" })),
    /^SignatureDoesNotMatch: The request/,
  );
  assert.equal(await failureOf(whoAmI(sts, { ...good, AccessKeyId: "ASIAXXXXXXXXXXXXXXXX" })), invalid);
  assert.equal(await failureOf(whoAmI(sts, { ...good, SessionToken: `${good.SessionToken}x` })), invalid);
  assert.equal(await failureOf(whoAmI(sts, { ...good, SessionToken: undefined })), invalid);
});

test("credentials expire at the second that was promised", async (t) => {
  let now = new Date();
  const sts = await startFor(t, { now: () => now });
  const { Credentials: credentials } = await assume(sts, { duration: 900 });
  const end = credentials?.Expiration?.getTime() ?? 0;
  now = new Date(end - 1000);
  assert.equal(await failureOf(whoAmI(sts, credentials)), "no failure");
  now = new Date(end);
  assert.match(
    await failureOf(whoAmI(sts, credentials)),
    /^ExpiredToken: The security token included in the request is expired$/,
  );
});

test("without a signature: MissingAuthenticationToken; with a strange one: IncompleteSignature", async (t) => {
  const sts = await startFor(t);
  const form = { Action: "GetCallerIdentity", Version: "2011-06-15" };
  const bare = await post(sts, form);
  assert.equal(bare.status, 403);
  assert.match(await bare.text(), /<Code>MissingAuthenticationToken<\/Code>/);
  for (const authorization of ["Basic eDp5", "AWS4-HMAC-SHA256 Credential=a/b", "AWS4-HMAC-SHA256 "]) {
    const body = new URLSearchParams(form);
    const strange = await fetch(sts.url, { method: "POST", body, headers: { authorization } });
    assert.equal(strange.status, 400);
    assert.match(await strange.text(), /<Code>IncompleteSignature<\/Code>/);
  }
});
