// AssumeRoleWithWebIdentity: what it gives, what it refuses, in AWS's words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gitlabTrustPolicy } from "../../embedded-sts/configuration.ts";
import { startEmbeddedSts } from "../../embedded-sts/start.ts";
import { assume, failureOf, post, properForm, startFor } from "./client.ts";

const NOW = new Date("2026-01-02T03:04:05.678Z");
const ISSUER = "https://gitlab.example.com";
const DENIED = "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity";

test("a proper call gives credentials for the role", async (t) => {
  const sts = await startFor(t, { now: () => NOW });
  const answer = await assume(sts, { session: "acme.shop-1" });
  assert.match(answer.Credentials?.AccessKeyId ?? "", /^ASIA[A-Z2-7]{16}$/);
  assert.equal(answer.Credentials?.SecretAccessKey?.length, 40);
  assert.ok((answer.Credentials?.SessionToken?.length ?? 0) > 800);
  assert.equal(answer.Credentials?.Expiration?.toISOString(), "2026-01-02T04:04:05.000Z");
  assert.equal(
    answer.AssumedRoleUser?.Arn,
    "arn:aws:sts::123456789012:assumed-role/gitlab-acme-shop/acme.shop-1",
  );
  assert.match(answer.AssumedRoleUser?.AssumedRoleId ?? "", /^AROA[A-Z2-7]{17}:acme\.shop-1$/);
  assert.equal(answer.SubjectFromWebIdentityToken, "project_path:acme/shop:ref_type:branch:ref:main");
  assert.equal(answer.Audience, ISSUER);
  assert.equal(answer.Provider, "arn:aws:iam::123456789012:oidc-provider/gitlab.example.com");
  assert.match(answer.$metadata.requestId ?? "", /^[0-9a-f-]{36}$/);
});

test("the success document has AWS's elements, namespace and request id; POST and GET give it without a signature", async (t) => {
  const sts = await startFor(t, { now: () => NOW });
  const form = await properForm(sts);
  const query = await fetch(`${sts.url}/?${new URLSearchParams(form)}`);
  for (const response of [await post(sts, form), query]) {
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "text/xml");
    const id = response.headers.get("x-amzn-requestid") ?? "none";
    const shape = (await response.text())
      .replace(/>\s+</g, "><")
      .replace(/(<(AccessKeyId|SecretAccessKey|SessionToken|AssumedRoleId)>)[^<]+/g, "$1…");
    assert.equal(
      shape.trim(),
      '<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">' +
        "<AssumeRoleWithWebIdentityResult>" +
        "<SubjectFromWebIdentityToken>project_path:acme/shop:ref_type:branch:ref:main</SubjectFromWebIdentityToken>" +
        `<Audience>${ISSUER}</Audience>` +
        "<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/gitlab-acme-shop/session</Arn>" +
        "<AssumedRoleId>…</AssumedRoleId></AssumedRoleUser>" +
        "<Credentials><AccessKeyId>…</AccessKeyId><SecretAccessKey>…</SecretAccessKey>" +
        "<SessionToken>…</SessionToken><Expiration>2026-01-02T04:04:05Z</Expiration></Credentials>" +
        "<Provider>arn:aws:iam::123456789012:oidc-provider/gitlab.example.com</Provider>" +
        "</AssumeRoleWithWebIdentityResult>" +
        `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>` +
        "</AssumeRoleWithWebIdentityResponse>",
    );
  }
});

test("the error document has AWS's elements, status and request id", async (t) => {
  const sts = await startFor(t);
  const response = await post(sts, { ...(await properForm(sts)), RoleArn: `${sts.roleArn}-<&>` });
  assert.equal(response.status, 403);
  const invalid = await post(sts, { ...(await properForm(sts)), RoleSessionName: "<&'\">" });
  assert.equal(invalid.status, 400);
  assert.equal(
    (await invalid.text()).replace(/>\s+</g, "><").trim(),
    '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>' +
      "<Code>ValidationError</Code><Message>1 validation error detected: Value &apos;&lt;&amp;&apos;&quot;&gt;&apos; " +
      "at &apos;roleSessionName&apos; failed to satisfy constraint: Member must satisfy regular expression " +
      "pattern: [\\w+=,.@-]*</Message></Error>" +
      `<RequestId>${invalid.headers.get("x-amzn-requestid")}</RequestId></ErrorResponse>`,
  );
});

test("an unknown action or version is InvalidAction, none at all MissingAction", async (t) => {
  const sts = await startFor(t);
  const message = async (form: Record<string, string>) =>
    /<Code>(.*)<\/Code>\s*<Message>(.*)<\/Message>/.exec(await (await post(sts, form)).text())?.slice(1);
  assert.deepEqual(await message({ Action: "AssumeRole", Version: "2011-06-15" }), [
    "InvalidAction",
    "Could not find operation AssumeRole for version 2011-06-15",
  ]);
  assert.deepEqual(await message({ Action: "GetCallerIdentity" }), [
    "InvalidAction",
    "Could not find operation GetCallerIdentity for version NO_VERSION_SPECIFIED",
  ]);
  assert.equal((await message({}))?.[0], "MissingAction");
});

test("a role that does not exist and a trust policy that says no are the same AccessDenied", async (t) => {
  const sts = await startFor(t);
  assert.equal(await failureOf(assume(sts, { roleArn: `${sts.roleArn}x` })), DENIED);
  assert.equal(await failureOf(assume(sts, { roleArn: sts.roleArn.replace("role/", "role/path/") })), DENIED);
  const token = await sts.signIdToken({ projectPath: "acme/shop-evil" });
  assert.equal(await failureOf(assume(sts, { token })), DENIED);
  assert.equal(await failureOf(assume(sts, { token, duration: 43200 })), DENIED);
});

test("session tags in the token need sts:TagSession", async (t) => {
  const sts = await startFor(t);
  const tags = { principal_tags: { team: ["shop"] } };
  const token = await sts.signIdToken({ claims: { "https://aws.amazon.com/tags": tags } });
  assert.equal(await failureOf(assume(sts, { token })), DENIED);
});

test("several accounts, roles with a path, other partitions", async (t) => {
  const names = { partition: "aws-cn", issuer: "https://example.com/gitlab", audience: "shop" };
  const sts = await startFor(t, {
    ...names,
    accounts: [
      { id: "012345678901", providers: [], roles: [] },
      {
        id: "111111111111",
        providers: [{ url: names.issuer, clientIds: ["other", "shop"] }],
        roles: [
          {
            name: "team/deploy",
            trustPolicy: gitlabTrustPolicy(names, "111111111111", "project_path:acme/*:ref_type:tag:ref:v?"),
            maxSessionDuration: 43200,
          },
        ],
      },
    ],
  });
  const roleArn = "arn:aws-cn:iam::111111111111:role/team/deploy";
  const token = await sts.signIdToken({ refType: "tag", ref: "v1" });
  const answer = await assume(sts, { roleArn, token, duration: 43200 });
  assert.equal(answer.AssumedRoleUser?.Arn, "arn:aws-cn:sts::111111111111:assumed-role/deploy/session");
  assert.equal(answer.Provider, "arn:aws-cn:iam::111111111111:oidc-provider/example.com/gitlab");
  assert.equal(await failureOf(assume(sts, { roleArn, token: await sts.signIdToken() })), DENIED);
  assert.equal(
    await failureOf(assume(sts, { roleArn: "arn:aws-cn:iam::012345678901:role/deploy", token })),
    "InvalidIdentityTokenException: No OpenIDConnect provider found in your account for https://example.com/gitlab",
  );
});

test("a configuration that IAM would not take is refused at the start", async () => {
  const account = { id: "123456789012", providers: [] };
  const start = (roles: object[], id = account.id) =>
    failureOf(startEmbeddedSts({ accounts: [{ ...account, id, roles: roles as never }] }));
  assert.match(
    await start([{ name: "r", trustPolicy: {} }]),
    /malformed: Statement: a policy has a Statement/,
  );
  assert.match(await start([], "12345"), /account id 12345: not twelve digits/);
  const trustPolicy = gitlabTrustPolicy({ partition: "aws", issuer: ISSUER, audience: "a" }, account.id, "*");
  assert.match(await start([{ name: "r", trustPolicy, maxSessionDuration: 900 }]), /maxSessionDuration/);
});
