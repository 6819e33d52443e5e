// The control endpoints, the record of requests, and bad requests.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "jose";
import type { EmbeddedSts } from "../../embedded-sts/start.ts";
import { assume, jsonOf, post, properForm, startFor } from "./client.ts";

/** Everything that a control endpoint may answer with. */
interface ControlAnswer {
  readonly token: string;
  readonly pending: unknown;
  readonly requests: unknown;
  readonly counts: unknown;
  readonly error: string;
}

async function control(sts: EmbeddedSts, method: string, path: string, body?: unknown) {
  const response = await fetch(`${sts.url}/_control/${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, value: await jsonOf<ControlAnswer>(response) };
}

test("tokens: a plain one by GET, others by POST", async (t) => {
  const sts = await startFor(t);
  const plain = await (await fetch(`${sts.url}/_control/token`)).text();
  assert.equal(decodeJwt(plain).sub, "project_path:acme/shop:ref_type:branch:ref:main");
  const { value } = await control(sts, "POST", "token", { projectPath: "a/b", claims: { aud: null } });
  assert.equal(decodeJwt(value.token).sub, "project_path:a/b:ref_type:branch:ref:main");
  assert.equal(decodeJwt(value.token).aud, undefined);
});

test("faults can be ordered, listed and taken back", async (t) => {
  const sts = await startFor(t);
  assert.equal((await control(sts, "POST", "faults", { fault: "throttle", times: 2 })).status, 200);
  assert.equal((await post(sts, await properForm(sts))).status, 400);
  assert.deepEqual((await control(sts, "GET", "faults")).value.pending, [
    { fault: "throttle", times: 2, left: 1 },
  ]);
  await control(sts, "DELETE", "faults");
  assert.equal((await post(sts, await properForm(sts))).status, 200);
});

test("credentials can be fixed and freed", async (t) => {
  const sts = await startFor(t);
  await control(sts, "POST", "credentials", { accessKeyId: "FIXED" });
  assert.equal((await assume(sts)).Credentials?.AccessKeyId, "FIXED");
  await control(sts, "DELETE", "credentials");
  assert.match((await assume(sts)).Credentials?.AccessKeyId ?? "", /^ASIA/);
});

test("requests are recorded with their parameters decoded, the same in-process and over HTTP", async (t) => {
  const sts = await startFor(t, { now: () => new Date(0) });
  const form = { ...(await properForm(sts)), RoleSessionName: "a+b=c, d" };
  await post(sts, form);
  await fetch(`${sts.url}/?Action=Foo`);
  await fetch(`${sts.url}/oauth/discovery/keys?x=1`);
  const { value } = await control(sts, "GET", "requests");
  assert.deepEqual(value.counts, { AssumeRoleWithWebIdentity: 1, Foo: 1 });
  assert.deepEqual(value.requests, JSON.parse(JSON.stringify(sts.requests)));
  const [first, second, third] = sts.requests;
  assert.deepEqual(first?.parameters, form);
  assert.equal(first?.time, "1970-01-01T00:00:00.000Z");
  assert.equal(first?.headers["authorization"], undefined);
  assert.deepEqual([second?.method, second?.path, second?.action], ["GET", "/", "Foo"]);
  assert.deepEqual(
    [third?.path, third?.parameters, third?.action],
    ["/oauth/discovery/keys", { x: "1" }, undefined],
  );
});

test("reset forgets requests, faults and fixed credentials", async (t) => {
  const sts = await startFor(t);
  sts.addFault({ fault: "throttle" });
  sts.setCredentials({ accessKeyId: "FIXED" });
  await post(sts, await properForm(sts));
  await control(sts, "POST", "reset");
  assert.deepEqual(sts.requests, []);
  assert.deepEqual(sts.counts(), {});
  assert.match((await assume(sts)).Credentials?.AccessKeyId ?? "", /^ASIA/);
});

test("wrong control requests say what is wrong", async (t) => {
  const sts = await startFor(t);
  const WRONG = [
    ["GET", "nothing", undefined, 404, /there is no GET/],
    ["DELETE", "token", undefined, 404, /there is no DELETE/],
    ["POST", "token", { expire: true }, 400, /unknown: expire/],
    ["POST", "token", { algorithm: "RS1" }, 400, /unknown algorithm RS1/],
    ["POST", "token", "[]", 400, /JSON object/],
    ["POST", "token", "{", 400, /JSON/],
    ["POST", "faults", {}, 400, /there is no fault undefined/],
    ["POST", "faults", { fault: "hang", time: 1 }, 400, /unknown: time/],
    ["POST", "credentials", { accessKeyId: 1 }, 400, /texts are wanted/],
  ] as const;
  for (const [method, path, body, status, error] of WRONG) {
    const answer = await control(sts, method, path, body);
    assert.equal(answer.status, status);
    assert.match(answer.value.error, error);
  }
  assert.deepEqual(sts.requests, []);
});

test("bad requests get an error document, and the server lives on", async (t) => {
  const sts = await startFor(t);
  const answers = [
    await fetch(`${sts.url}/nowhere`),
    await fetch(sts.url, { method: "PUT", body: "x" }),
    await fetch(sts.url, { method: "POST", body: "{}", headers: { "content-type": "application/json" } }),
    await fetch(sts.url, { method: "POST", body: "a".repeat(2_000_000) }),
    await post(sts, { ...(await properForm(sts)), Policy: "{" }),
    await post(sts, { Action: "__proto__", Version: "2011-06-15" }),
  ];
  const codes: string[] = [];
  for (const answer of answers) {
    codes.push(`${answer.status} ${/<Code>(.*)<\/Code>/.exec(await answer.text())?.[1]}`);
  }
  assert.deepEqual(codes, [
    "404 NotFound",
    "405 InvalidRequest",
    "400 MissingAction",
    "413 RequestEntityTooLarge",
    "400 MalformedPolicyDocument",
    "400 InvalidAction",
  ]);
  assert.equal((await post(sts, await properForm(sts))).status, 200);
});
