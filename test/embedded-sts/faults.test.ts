// Every way to misbehave, as the SDK sees it or on the bare socket.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FAULTS } from "../../embedded-sts/faults.ts";
import type { EmbeddedSts } from "../../embedded-sts/start.ts";
import { assume, failureOf, post, properForm, startFor } from "./client.ts";

/** Status and body of a call that meets the fault. */
async function bare(sts: EmbeddedSts): Promise<readonly [number, string, string | null]> {
  const response = await post(sts, await properForm(sts));
  return [response.status, await response.text(), response.headers.get("content-type")];
}

const ERRORS: readonly (readonly [fault: string, status: number, failure: RegExp])[] = [
  ["throttle", 400, /^Throttling: Rate exceeded$/],
  [
    "verification-key",
    400,
    /^InvalidIdentityTokenException: Couldn't retrieve verification key .*, {2}please/,
  ],
  ["idp-communication", 400, /^IDPCommunicationErrorException: /],
  ["region-disabled", 403, /^RegionDisabledException: STS is not activated in this region/],
  ["internal-failure", 500, /^InternalFailure: /],
  ["service-unavailable", 503, /^ServiceUnavailable: /],
];

test("faults with an AWS code: status, name and message", async (t) => {
  const sts = await startFor(t);
  for (const [fault, status, failure] of ERRORS) {
    sts.addFault({ fault, times: 2 });
    assert.equal((await bare(sts))[0], status, fault);
    assert.match(await failureOf(assume(sts)), failure);
  }
});

test("aws-error takes any status, code and message", async (t) => {
  const sts = await startFor(t);
  sts.addFault({ fault: "aws-error", status: 501, code: "NotImplemented", message: "a < b" });
  assert.equal((await bare(sts))[0], 501);
  assert.equal(await failureOf(assume(sts)), "NotImplemented: a < b");
});

const PAGES: readonly (readonly [fault: string, status: number, body: RegExp, type: string | null])[] = [
  ["html-503", 503, /^<!DOCTYPE html>/, "text/html; charset=utf-8"],
  ["html-403", 403, /^<!DOCTYPE html>/, "text/html; charset=utf-8"],
  ["html-200", 200, /^<!DOCTYPE html>/, "text/html; charset=utf-8"],
  ["text-502", 502, /^Bad Gateway$/m, "text/plain"],
  ["empty-200", 200, /^$/, "text/xml"],
  ["empty-403", 403, /^$/, "text/xml"],
  ["redirect-302", 302, /^$/, null],
];

test("faults of something between client and STS: status, body and type", async (t) => {
  const sts = await startFor(t);
  for (const [fault, status, body, type] of PAGES) {
    sts.addFault({ fault, times: 1 });
    const [gotStatus, gotBody, gotType] = await bare(sts);
    assert.deepEqual([gotStatus, gotType], [status, type], fault);
    assert.match(gotBody, body, fault);
  }
});

test("results without credentials, or without one of the fields", async (t) => {
  const sts = await startFor(t);
  sts.addFault({ fault: "no-credentials", times: 1 });
  const without = await assume(sts);
  assert.equal(without.Credentials, undefined);
  assert.ok(without.AssumedRoleUser?.Arn);
  for (const field of ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"] as const) {
    sts.addFault({ fault: "missing-field", field, times: 1 });
    const { Credentials: got } = await assume(sts);
    assert.equal(got?.[field], undefined);
    assert.equal(Object.values(got ?? {}).filter((value) => value !== undefined).length, 3);
  }
});

test("a reset connection and half a body are failures of the transport", async (t) => {
  const sts = await startFor(t);
  const causeOf = async () => {
    try {
      await bare(sts);
      return "no failure";
    } catch (error) {
      return error instanceof Error && error.cause instanceof Error
        ? String(Reflect.get(error.cause, "code"))
        : "";
    }
  };
  sts.addFault({ fault: "reset", times: 1 });
  assert.equal(await causeOf(), "ECONNRESET");
  sts.addFault({ fault: "truncated", times: 1 });
  assert.equal(await causeOf(), "UND_ERR_SOCKET");
});

test("a call that hangs gets no answer; closing the server ends it", async (t) => {
  const sts = await startFor(t);
  sts.addFault({ fault: "hang" });
  const form = await properForm(sts);
  const aborted = fetch(sts.url, {
    method: "POST",
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(200),
  });
  assert.match(await failureOf(aborted), /^TimeoutError/);
  const hanging = failureOf(post(sts, form));
  while (sts.requests.length < 2) await new Promise(setImmediate);
  await sts.close();
  assert.match(await hanging, /fetch failed/);
});

test("a slow answer is the proper one, later; closing the server does not wait for it", async (t) => {
  const sts = await startFor(t);
  sts.addFault({ fault: "slow", delayMs: 60, times: 1 });
  const before = performance.now();
  assert.equal((await bare(sts))[0], 200);
  assert.ok(performance.now() - before >= 55);
  sts.addFault({ fault: "slow", delayMs: 3_600_000 });
  const waiting = failureOf(post(sts, await properForm(sts)));
  while (sts.requests.length < 2) await new Promise(setImmediate);
  await sts.close();
  assert.match(await waiting, /fetch failed/);
});

test("faults are used up in order, then the answers are proper again", async (t) => {
  const sts = await startFor(t);
  sts.addFault({ fault: "internal-failure", times: 1 });
  sts.addFault({ fault: "throttle", times: 2 });
  const statuses: number[] = [];
  for (let call = 0; call < 4; call += 1) statuses.push((await bare(sts))[0]);
  assert.deepEqual(statuses, [500, 400, 400, 200]);
  assert.deepEqual(
    sts.requests.map(({ fault }) => fault),
    ["internal-failure", "throttle", "throttle", undefined],
  );
});

test("the SDK's retries meet the faults one by one", async (t) => {
  const sts = await startFor(t);
  sts.addFault({ fault: "internal-failure", times: 2 });
  assert.equal(await failureOf(assume(sts, { maxAttempts: 3 })), "no failure");
  assert.deepEqual(sts.counts(), { AssumeRoleWithWebIdentity: 3 });
});

test("a fault for one action leaves the others alone; without times it stays", async (t) => {
  const sts = await startFor(t);
  sts.addFault({ fault: "throttle", action: "GetCallerIdentity" });
  assert.equal((await bare(sts))[0], 200);
  for (let call = 0; call < 3; call += 1) {
    const response = await post(sts, { Action: "GetCallerIdentity", Version: "2011-06-15" });
    assert.match(await response.text(), /Rate exceeded/);
  }
  sts.clearFaults();
  const response = await post(sts, { Action: "GetCallerIdentity", Version: "2011-06-15" });
  assert.match(await response.text(), /MissingAuthenticationToken/);
});

test("unknown faults and senseless counts are refused", async (t) => {
  const sts = await startFor(t);
  assert.throws(() => sts.addFault({ fault: "toString" }), /there is no fault toString; there are throttle/);
  for (const times of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => sts.addFault({ fault: "hang", times }), /times is a whole number/);
  }
});

test("every fault of the table is tried in this file", () => {
  const tried = [...ERRORS, ...PAGES].map(([fault]) => fault);
  const others = ["aws-error", "no-credentials", "missing-field", "reset", "truncated", "hang", "slow"];
  assert.deepEqual(FAULTS.map(({ name }) => name).toSorted(), [...tried, ...others].toSorted());
});
