// The OIDC issuer: its documents, and tokens such as GitLab's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, type JWK, jwtVerify } from "jose";
import { failureOf, jsonOf, startFor } from "./client.ts";

test("a token can be verified by way of the discovery document", async (t) => {
  const sts = await startFor(t);
  const response = await fetch(`${sts.url}/.well-known/openid-configuration`);
  const document = await jsonOf<{ issuer: string; jwks_uri: string }>(response);
  assert.equal(document.issuer, "https://gitlab.example.com");
  assert.equal(document.jwks_uri, `${sts.url}/oauth/discovery/keys`);
  const keys = createRemoteJWKSet(new URL(document.jwks_uri));
  const verified = await jwtVerify(await sts.signIdToken(), keys, {
    issuer: "https://gitlab.example.com",
    audience: "https://gitlab.example.com",
    algorithms: ["RS256"],
  });
  assert.equal(verified.payload.sub, "project_path:acme/shop:ref_type:branch:ref:main");
  const forged = await sts.signIdToken({ signature: "wrong-key" });
  assert.match(await failureOf(jwtVerify(forged, keys)), /signature verification failed/);
});

test("the published keys have no private part", async (t) => {
  const sts = await startFor(t);
  const { keys } = await jsonOf<{ keys: JWK[] }>(await fetch(`${sts.url}/oauth/discovery/keys`));
  assert.equal(keys.length, 4);
  for (const key of keys) {
    assert.equal(key.use, "sig");
    for (const secret of ["d", "p", "q", "dp", "dq", "qi"]) assert.ok(!(secret in key), secret);
  }
});

test("an issuer with a relative path serves below it", async (t) => {
  const sts = await startFor(t, { issuer: "https://example.com/gitlab" });
  for (const path of ["/gitlab/.well-known/openid-configuration", "/.well-known/openid-configuration"]) {
    assert.equal(
      (await jsonOf<{ issuer: string }>(await fetch(sts.url + path))).issuer,
      "https://example.com/gitlab",
    );
  }
  assert.equal((await fetch(`${sts.url}/other/.well-known/openid-configuration`)).status, 404);
});

test("a token has GitLab's claims, ids as texts, and its times", async (t) => {
  const now = new Date("2026-01-02T03:04:05Z");
  const sts = await startFor(t, { now: () => now });
  const seconds = now.getTime() / 1000;
  const token = await sts.signIdToken({
    projectPath: "a/b/c",
    refType: "tag",
    ref: "v1",
    lifetimeSeconds: 300,
  });
  const claims = decodeJwt(token);
  assert.equal(decodeProtectedHeader(token).alg, "RS256");
  assert.equal(claims.sub, "project_path:a/b/c:ref_type:tag:ref:v1");
  assert.deepEqual([claims.iat, claims.nbf, claims.exp], [seconds, seconds - 5, seconds + 300]);
  assert.equal(claims["namespace_path"], "a/b");
  assert.equal(claims["ref_path"], "refs/tags/v1");
  assert.equal(claims["ref_protected"], "true");
  for (const id of ["project_id", "namespace_id", "user_id", "pipeline_id", "job_id"]) {
    assert.equal(typeof claims[id], "string", id);
  }
  assert.equal(claims["runner_id"], 1);
  assert.notEqual(claims.jti, decodeJwt(await sts.signIdToken()).jti);
});

test("claims can be laid over and taken out", async (t) => {
  const sts = await startFor(t);
  const claims = decodeJwt(await sts.signIdToken({ claims: { sub: "x", aud: null, extra: [1] } }));
  assert.equal(claims.sub, "x");
  assert.ok(!("aud" in claims));
  assert.deepEqual(claims["extra"], [1]);
});
