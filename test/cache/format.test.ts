import assert from "node:assert/strict";
import { test } from "node:test";
import { expiryOf, open } from "../../src/cache/format.ts";
import { type CacheKey, cacheKey } from "../../src/cache/key.ts";
import { seal } from "../../src/cache/seal.ts";
import { startJob } from "./job.ts";

const key: CacheKey = { name: "00", secret: Buffer.alloc(32, 7), subject: '["a","b"]' };
const EXPIRES = 1_800_000_000_123;
const VALUE = ["ASIAEXAMPLE", "s3cret/+=", "token é\u{1f600}"];

test("cache format: what was sealed is opened", () => {
  const bytes = seal(VALUE, EXPIRES, key, "credentials");
  const opened = open(bytes, key, "credentials");
  assert.deepEqual(opened?.value, VALUE);
  assert.equal(opened?.expires, EXPIRES);
  assert.equal(expiryOf(bytes), EXPIRES);
});

test("cache format: two writings of the same share neither nonce nor bytes", () => {
  const [one, two] = [seal(VALUE, EXPIRES, key, "credentials"), seal(VALUE, EXPIRES, key, "credentials")];
  assert.notEqual(open(one, key, "credentials")?.id, open(two, key, "credentials")?.id);
  assert.notDeepEqual(one.subarray(19), two.subarray(19));
});

test("cache format: with any one bit flipped, nothing is opened", () => {
  const bytes = seal(VALUE, EXPIRES, key, "credentials");
  for (let at = 0; at < bytes.length * 8; at++) {
    const damaged = Buffer.from(bytes);
    damaged[at >> 3] = (damaged[at >> 3] ?? 0) ^ (1 << (at & 7));
    assert.equal(open(damaged, key, "credentials"), undefined, `bit ${at}`);
  }
});

test("cache format: cut at any length, or longer, nothing is opened", () => {
  const bytes = seal(VALUE, EXPIRES, key, "credentials");
  for (let length = 0; length < bytes.length; length++)
    assert.equal(open(bytes.subarray(0, length), key, "credentials"), undefined, `${length} bytes`);
  assert.equal(open(Buffer.concat([bytes, Buffer.alloc(1)]), key, "credentials"), undefined);
});

test("cache format: another secret, request or kind opens nothing", () => {
  const bytes = seal(VALUE, EXPIRES, key, "credentials");
  assert.equal(open(bytes, { ...key, secret: Buffer.alloc(32, 8) }, "credentials"), undefined);
  assert.equal(open(bytes, { ...key, subject: '["a","c"]' }, "credentials"), undefined);
  assert.equal(open(bytes, key, "failure"), undefined);
});

test("cache key: everything that goes to AWS, and the token, makes another name and another secret", async (t) => {
  const job = await startJob(t);
  const token = job.env["GITLAB_AWS_IDENTITY_TOKEN"] ?? "";
  const base = job.request();
  const keys = [
    cacheKey("gitlab-oidc", base, token),
    cacheKey("vault", base, token),
    cacheKey("gitlab-oidc", base, `${token}x`),
    ...[
      { GITLAB_AWS_ROLE_NAME: "other" },
      { GITLAB_AWS_ACCOUNT_ID: "210987654321" },
      { GITLAB_AWS_ROLE_SESSION_NAME: "other" },
      { GITLAB_AWS_DURATION_SECONDS: "900" },
      { AWS_REGION: "eu-central-1" },
      { AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1" },
    ].map((variables) => cacheKey("gitlab-oidc", job.request(variables), token)),
  ];
  assert.equal(new Set(keys.map(({ name }) => name)).size, keys.length);
  assert.equal(new Set(keys.map(({ secret }) => Buffer.from(secret).toString("hex"))).size, keys.length);
  for (const { name, secret } of keys) {
    assert.match(name, /^[0-9a-f]{32}$/);
    assert.equal(secret.length, 32);
    assert.ok(!Buffer.from(secret).toString("hex").includes(name));
  }
  assert.deepEqual(cacheKey("gitlab-oidc", job.request(), token), keys[0]);
});

test("cache key: a value cannot be moved from one field into the next", async (t) => {
  const job = await startJob(t);
  const one = cacheKey("s", job.request({ GITLAB_AWS_ROLE_SESSION_NAME: "ab,c" }), "token");
  const two = cacheKey("s", job.request({ GITLAB_AWS_ROLE_SESSION_NAME: "ab" }), "token");
  assert.notEqual(one.subject, two.subject);
  assert.deepEqual(JSON.parse(one.subject)[2], "ab,c");
});
