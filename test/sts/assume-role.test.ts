// The trade itself, against a server that answers as AWS does and as AWS never would.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ask, TOKEN } from "./asking.ts";
import {
  type Behaviour,
  credentialsAnswer,
  FIELDS,
  REQUEST_ID,
  refusal,
  result,
  startServer,
} from "./server.ts";

const PAGE = "<!DOCTYPE html><html><head><title>Proxy</title></head><body>log in</body></html>";
const html = (status: number): Behaviour => ({
  status,
  body: PAGE,
  headers: { "content-type": "text/html" },
});

describe("sts: a success", () => {
  it("asks once, unsigned, for exactly what was resolved, as text", async (t) => {
    const server = await startServer(t, credentialsAnswer());
    const { credentials } = await ask(server.url);
    assert.equal(credentials?.accessKeyId, FIELDS.AccessKeyId);
    assert.equal(credentials?.secretAccessKey.reveal(), FIELDS.SecretAccessKey);
    assert.equal(credentials?.sessionToken.reveal(), FIELDS.SessionToken);
    assert.equal(credentials?.expiration.toISOString(), "2026-12-24T23:00:23.000Z");
    assert.deepEqual(
      server.requests.map((form) => Object.fromEntries(form)),
      [
        {
          Action: "AssumeRoleWithWebIdentity",
          Version: "2011-06-15",
          RoleArn: "arn:aws:iam::012345678901:role/deploy",
          RoleSessionName: "1e5",
          DurationSeconds: "900",
          WebIdentityToken: TOKEN,
        },
      ],
    );
    assert.equal(server.headers[0]?.authorization, undefined);
  });

  it("shows nothing of it in debug messages", async (t) => {
    const server = await startServer(t, credentialsAnswer());
    const text = (await ask(server.url)).debug.join("\n");
    assert.match(text, new RegExp(REQUEST_ID));
    for (const secret of [TOKEN, FIELDS.SecretAccessKey, FIELDS.SessionToken])
      assert.ok(!text.includes(secret));
  });
});

describe("sts: a refusal is one call, exit code 5, with AWS's code, message and request id", () => {
  for (const [status, code, message] of [
    [403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"],
    [400, "InvalidIdentityToken", "Incorrect token audience"],
    [
      400,
      "InvalidIdentityToken",
      "No OpenIDConnect provider found in your account for https://gitlab.example.com",
    ],
    [
      400,
      "ExpiredTokenException",
      "Token expired: current date/time 1624482533 must be before the expiration date/time 1624482335",
    ],
    [403, "IDPRejectedClaim", "The claim was rejected"],
    [403, "RegionDisabledException", "STS is not activated in this region for account:1."],
    [400, "ValidationError", "Request ARN is invalid"],
    [400, "PackedPolicyTooLarge", "Packed size of session tags consumes 112% of allotted space."],
    [400, "MalformedPolicyDocument", "The policy is malformed"],
    [418, "SomethingNew", "a code that nobody knows yet"],
  ] as const)
    it(`${code}: ${message.slice(0, 40)}`, async (t) => {
      const server = await startServer(t, refusal(status, code, message));
      const { failure } = await ask(server.url);
      assert.equal(failure?.exitCode, 5);
      for (const part of [code, message, REQUEST_ID])
        assert.ok(failure?.message.includes(part), failure?.message);
      assert.equal(server.requests.length, 1);
    });
});

describe("sts: what is temporary is asked 3 times", () => {
  const KEY =
    "Couldn&apos;t retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements";
  const CASES: readonly (readonly [what: string, behaviour: Behaviour, exitCode: number, message: RegExp])[] =
    [
      ["Throttling", refusal(400, "Throttling", "Rate exceeded"), 6, /Throttling: Rate exceeded/],
      [
        "TooManyRequestsException, 429",
        refusal(429, "TooManyRequestsException", "slow"),
        6,
        /TooManyRequests/,
      ],
      ["429 without a code", html(429), 6, /429/],
      ["InternalFailure, 500", refusal(500, "InternalFailure", "oops"), 6, /InternalFailure: oops/],
      [
        "ServiceUnavailable, 503",
        refusal(503, "ServiceUnavailable", "later"),
        6,
        /ServiceUnavailable: later/,
      ],
      ["a page, 503", html(503), 6, /503/],
      [
        "plain text, 502",
        { status: 502, body: "Bad Gateway\n", headers: { "content-type": "text/plain" } },
        6,
        /502/,
      ],
      ["nothing, 504", { status: 504, body: "" }, 6, /504/],
      [
        "IDPCommunicationError",
        refusal(400, "IDPCommunicationError", "down"),
        5,
        /IDPCommunicationError: down/,
      ],
      [
        "verification key",
        refusal(400, "InvalidIdentityToken", KEY),
        5,
        /Couldn't retrieve verification key/,
      ],
      ["a reset", (request) => request.socket.resetAndDestroy(), 6, /no answer from http/],
      ["a close without an answer", (request) => request.socket.destroy(), 6, /no answer from http/],
    ];
  for (const [what, behaviour, exitCode, message] of CASES)
    it(what, async (t) => {
      const server = await startServer(t, behaviour);
      const { failure } = await ask(server.url);
      assert.equal(failure?.exitCode, exitCode, failure?.message);
      assert.match(failure?.message ?? "", message);
      assert.equal(server.requests.length, 3);
    });

  it("and the answer of a later attempt is taken", async (t) => {
    const server = await startServer(
      t,
      refusal(400, "Throttling", "x"),
      (request) => request.socket.resetAndDestroy(),
      credentialsAnswer(),
    );
    assert.equal((await ask(server.url)).credentials?.accessKeyId, FIELDS.AccessKeyId);
    assert.equal(server.requests.length, 3);
  });

  it("a refusal after it ends it", async (t) => {
    const server = await startServer(
      t,
      refusal(503, "ServiceUnavailable", "x"),
      refusal(403, "AccessDenied", "no"),
    );
    assert.equal((await ask(server.url)).failure?.exitCode, 5);
    assert.equal(server.requests.length, 2);
  });

  it("nobody listens: the message names the endpoint", async (t) => {
    const server = await startServer(t);
    const closed = server.url.replace(/\d+$/, "1");
    const { failure, debug } = await ask(closed);
    assert.equal(failure?.exitCode, 6);
    assert.match(failure?.message ?? "", /http:\/\/127\.0\.0\.1:1: .*ECONNREFUSED/);
    assert.equal(debug.filter((line) => line.includes("attempt")).length, 2);
  });
});

describe("sts: an answer that is no credentials is exit code 6, asked once, and says who answered", () => {
  const CASES: readonly (readonly [what: string, behaviour: Behaviour])[] = [
    ["a page, 200", html(200)],
    ["nothing, 200", { status: 200, body: "" }],
    [
      "JSON, 200",
      { status: 200, body: '{"AccessKeyId":"x"}', headers: { "content-type": "application/json" } },
    ],
    ["a result without Credentials", result("<Audience>x</Audience>")],
    ["empty Credentials", result("<Credentials/>")],
    ["no AccessKeyId", credentialsAnswer({ AccessKeyId: undefined })],
    ["no SecretAccessKey", credentialsAnswer({ SecretAccessKey: undefined })],
    ["no SessionToken", credentialsAnswer({ SessionToken: undefined })],
    ["no Expiration", credentialsAnswer({ Expiration: undefined })],
    ["an empty SecretAccessKey", credentialsAnswer({ SecretAccessKey: "" })],
    ["an Expiration that is no time", credentialsAnswer({ Expiration: "tomorrow" })],
    ["a page, 403", html(403)],
    ["nothing, 403", { status: 403, body: "" }],
    ["a page, 404", html(404)],
    ["a redirect, 302", { status: 302, body: "", headers: { location: "https://login.example.com/" } }],
    ["a page, 407", html(407)],
  ];
  for (const [what, behaviour] of CASES)
    it(what, async (t) => {
      const server = await startServer(t, behaviour);
      const { failure } = await ask(server.url);
      assert.equal(failure?.exitCode, 6, failure?.message);
      assert.ok(failure?.message.includes(server.url), failure?.message);
      assert.doesNotMatch(failure?.message ?? "", /\n|AWS STS is not available|Unknown|\$response/);
      assert.match(failure?.remedy ?? "", /proxy/);
      assert.equal(server.requests.length, 1);
      for (const secret of [FIELDS.SecretAccessKey, FIELDS.SessionToken])
        assert.ok(!failure?.message.includes(secret));
    });
});

describe("sts: time limits", () => {
  /** The clock says that the limit is all but reached, so that nobody waits for it. */
  const NEARLY_OVER = [0, 29_900, 29_990, 30_000];

  it("an answer that never comes", async (t) => {
    const server = await startServer(t, () => {});
    const { failure } = await ask(server.url, { clock: NEARLY_OVER });
    assert.equal(failure?.exitCode, 6);
    assert.match(failure?.message ?? "", /no answer from http/);
    assert.equal(server.requests.length, 1);
  });

  it("an answer that begins and never ends", async (t) => {
    const server = await startServer(t, (_request, response) => {
      response.writeHead(200, { "content-type": "text/xml", "content-length": "5000" }).write("<AssumeRole");
    });
    const { failure } = await ask(server.url, { clock: NEARLY_OVER });
    assert.equal(failure?.exitCode, 6);
    assert.match(failure?.message ?? "", /no answer from http/);
  });
});
