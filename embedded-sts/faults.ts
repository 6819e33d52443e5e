// The table of the ways in which the STS can be told to misbehave: one line each.
import { setTimeout as delay } from "node:timers/promises";
import { AwsError, noVerificationKey } from "./aws-error.ts";
import { errorReply, plainReply, type Reply } from "./replies.ts";

/** What the server does with a connection: answer properly, or treat it badly. */
export type Answer =
  | { readonly kind: "reply"; readonly reply: Reply }
  /** Half of the body, then the connection is closed. */
  | { readonly kind: "truncated"; readonly reply: Reply }
  /** Never an answer; the connection stays open. */
  | { readonly kind: "hang" }
  /** The connection is reset (RST). */
  | { readonly kind: "reset" };

/** Details that some faults take. */
export interface FaultSettings {
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  readonly delayMs?: number;
  /** `AccessKeyId`, `SecretAccessKey`, `SessionToken` or `Expiration`. */
  readonly field?: string;
}

/** The proper reply, worked out only when a fault asks for it. */
type Proper = () => Promise<Reply>;

export interface Fault {
  readonly name: string;
  readonly summary: string;
  /** @param stopped is aborted when the server closes */
  answer(proper: Proper, settings: FaultSettings, stopped: AbortSignal): Answer | Promise<Answer>;
}

const IDP_DOWN = "The identity provider could not be reached to verify the token";
const NO_REGION =
  "STS is not activated in this region for account:123456789012. Your account administrator can activate STS in this region using the IAM Console.";
const PAGE =
  "<!DOCTYPE html>\n<html><head><title>Proxy</title></head><body><h1>Please log in</h1></body></html>\n";

// biome-ignore format: one line a fault
export const FAULTS: readonly Fault[] = [
  { name: "throttle", summary: "Throttling, 400", answer: () => awsError(400, "Throttling", "Rate exceeded") },
  { name: "aws-error", summary: "any AWS error: status, code, message", answer: (_, s) => awsError(s.status ?? 400, s.code ?? "ValidationError", s.message ?? "told to fail") },
  { name: "verification-key", summary: "the identity provider's keys cannot be had, 400", answer: () => reply(errorReply(noVerificationKey())) },
  { name: "idp-communication", summary: "IDPCommunicationError, 400", answer: () => awsError(400, "IDPCommunicationError", IDP_DOWN) },
  { name: "region-disabled", summary: "RegionDisabledException, 403", answer: () => awsError(403, "RegionDisabledException", NO_REGION) },
  { name: "internal-failure", summary: "InternalFailure, 500", answer: () => awsError(500, "InternalFailure", "The request processing has failed because of an unknown error, exception or failure.") },
  { name: "service-unavailable", summary: "ServiceUnavailable, 503", answer: () => awsError(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.") },
  { name: "html-503", summary: "an HTML page, 503", answer: () => html(503) },
  { name: "html-403", summary: "an HTML page, 403, as of a proxy", answer: () => html(403) },
  { name: "html-200", summary: "an HTML page, 200, as of a captive portal", answer: () => html(200) },
  { name: "text-502", summary: "plain text, 502, as of a load balancer", answer: () => reply(plainReply(502, "text/plain", "Bad Gateway\n")) },
  { name: "empty-200", summary: "no body, 200", answer: () => reply(plainReply(200, "text/xml", "")) },
  { name: "empty-403", summary: "no body, 403", answer: () => reply(plainReply(403, "text/xml", "")) },
  { name: "redirect-302", summary: "a redirect to a login page, 302", answer: () => reply({ status: 302, headers: { location: "https://login.example.com/" }, body: "" }) },
  { name: "no-credentials", summary: "the proper result without Credentials", answer: async (proper) => reply(without(await proper(), "Credentials")) },
  { name: "missing-field", summary: "the proper result without one credential field: field", answer: async (proper, s) => reply(without(await proper(), s.field ?? "SecretAccessKey")) },
  { name: "truncated", summary: "half of the proper body, then the connection closes", answer: async (proper) => ({ kind: "truncated", reply: await proper() }) },
  { name: "slow", summary: "the proper reply after delayMs", answer: async (proper, s, signal) => { await delay(s.delayMs ?? 1000, undefined, { signal }); return reply(await proper()); } },
  { name: "hang", summary: "never an answer", answer: () => ({ kind: "hang" }) },
  { name: "reset", summary: "the connection is reset", answer: () => ({ kind: "reset" }) },
];

function reply(plain: Reply): Answer {
  return { kind: "reply", reply: plain };
}

function awsError(status: number, code: string, message: string): Answer {
  return reply(errorReply(new AwsError(status, code, message)));
}

function html(status: number): Answer {
  return reply(plainReply(status, "text/html; charset=utf-8", PAGE));
}

function without(proper: Reply, element: string): Reply {
  const start = proper.body.indexOf(`<${element}>`);
  const end = proper.body.indexOf(`</${element}>`);
  if (start < 0 || end < 0) return proper;
  return { ...proper, body: proper.body.slice(0, start) + proper.body.slice(end + element.length + 3) };
}
