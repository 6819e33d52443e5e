// What STS thinks of ID tokens: form, provider, signature, times, audience.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assume, failureOf, startFor } from "./client.ts";

const NOW = new Date("2026-01-02T03:04:05.678Z");
const NOW_SECONDS = Math.floor(NOW.getTime() / 1000);
const ISSUER = "https://gitlab.example.com";

test("tokens that AWS does not accept, each with its code and message", async (t) => {
  const sts = await startFor(t, { now: () => NOW });
  const answer = async (token: string) => failureOf(assume(sts, { token }));
  const signed = async (overrides: Parameters<typeof sts.signIdToken>[0]) =>
    answer(await sts.signIdToken(overrides));
  const invalid = "InvalidIdentityTokenException: ";
  const noJwt = `${invalid}The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)`;
  const noKey = `${invalid}Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements`;
  assert.equal(await answer("glpat-not-a-jwt"), noJwt);
  assert.equal(await answer("a.b.c"), noJwt);
  assert.equal(await signed({ algorithm: "none" }), noJwt);
  assert.equal(await signed({ algorithm: "HS256" }), noJwt);
  assert.equal(await signed({ signature: "wrong-key" }), `${invalid}Token signature invalid`);
  assert.equal(await signed({ signature: "damaged" }), `${invalid}Token signature invalid`);
  assert.equal(await signed({ signature: "unknown-key" }), noKey);
  assert.equal(await signed({ audience: `${ISSUER}/` }), `${invalid}Incorrect token audience`);
  assert.equal(await signed({ claims: { aud: null } }), `${invalid}Missing a required claim: aud`);
  assert.equal(await signed({ claims: { sub: null } }), `${invalid}Missing a required claim: sub`);
  assert.equal(
    await signed({ issuer: "https://gitlab.com" }),
    `${invalid}No OpenIDConnect provider found in your account for https://gitlab.com`,
  );
  assert.equal(
    await signed({ expired: true }),
    `ExpiredTokenException: Token expired: current date/time ${NOW_SECONDS} must be before the expiration date/time ${NOW_SECONDS - 3600}`,
  );
  assert.match(await signed({ issuedSecondsAgo: -6 }), /^InvalidIdentityTokenException: Token not yet valid/);
});

test("a token is good until the second before it expires", async (t) => {
  let now = NOW;
  const sts = await startFor(t, { now: () => now });
  const token = await sts.signIdToken({ lifetimeSeconds: 600 });
  now = new Date(NOW.getTime() + 599_000);
  assert.equal(await failureOf(assume(sts, { token })), "no failure");
  now = new Date(NOW.getTime() + 600_000);
  assert.match(await failureOf(assume(sts, { token })), /^ExpiredTokenException/);
});

test("RSA and ECDSA signatures of all three sizes are accepted", async (t) => {
  const sts = await startFor(t);
  for (const algorithm of ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"] as const) {
    const token = await sts.signIdToken({ algorithm });
    assert.equal(await failureOf(assume(sts, { token })), "no failure", algorithm);
  }
});

test("one of several audiences is enough", async (t) => {
  const sts = await startFor(t);
  const token = await sts.signIdToken({ audience: ["https://other", ISSUER] });
  assert.equal((await assume(sts, { token })).Audience, ISSUER);
});

test("a provider whose keys cannot be reached: no verification key", async (t) => {
  const provider = { url: "https://gitlab.internal.example.com", clientIds: [ISSUER] };
  const sts = await startFor(t, { accounts: [{ id: "123456789012", providers: [provider], roles: [] }] });
  const token = await sts.signIdToken({ issuer: provider.url });
  const roleArn = "arn:aws:iam::123456789012:role/any";
  assert.match(
    await failureOf(assume(sts, { token, roleArn })),
    /^InvalidIdentityTokenException: Couldn't retrieve verification key/,
  );
});
