// The control endpoints, for tests and demos in other processes: `/_control/…`, JSON in and out.
import type { FaultOrder } from "./fault-plan.ts";
import { FAULTS } from "./faults.ts";
import { TOKEN_OVERRIDE_NAMES, type TokenOverrides } from "./id-token.ts";
import { pathOf } from "./incoming.ts";
import type { RecordedRequest } from "./recorder.ts";
import { jsonReply, plainReply, type Reply } from "./replies.ts";
import type { FixedCredentials } from "./sessions.ts";
import type { StsRequest } from "./world.ts";

/** What can be done to a running server, in-process or through the endpoints. */
export interface Controls {
  signIdToken(overrides?: TokenOverrides): Promise<string>;
  addFault(order: FaultOrder): void;
  clearFaults(): void;
  pendingFaults(): readonly FaultOrder[];
  setCredentials(fixed: FixedCredentials | undefined): void;
  readonly requests: readonly RecordedRequest[];
  counts(): Readonly<Record<string, number>>;
  reset(): void;
}

type Handler = (body: Readonly<Record<string, unknown>>, controls: Controls) => Reply | Promise<Reply>;

const DONE = (): Reply => jsonReply(200, { ok: true });

// biome-ignore format: one line an endpoint
const ENDPOINTS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ["GET /_control/token", async (_, c) => plainReply(200, "text/plain", await c.signIdToken())],
  ["POST /_control/token", async (body, c) => jsonReply(200, { token: await c.signIdToken(tokenOverrides(body)) })],
  ["GET /_control/faults", (_, c) => jsonReply(200, { pending: c.pendingFaults(), known: FAULTS.map(({ name, summary }) => ({ name, summary })) })],
  ["POST /_control/faults", (body, c) => { c.addFault(faultOrder(body)); return DONE(); }],
  ["DELETE /_control/faults", (_, c) => { c.clearFaults(); return DONE(); }],
  ["POST /_control/credentials", (body, c) => { c.setCredentials(fixedCredentials(body)); return DONE(); }],
  ["DELETE /_control/credentials", (_, c) => { c.setCredentials(undefined); return DONE(); }],
  ["GET /_control/requests", (_, c) => jsonReply(200, { requests: c.requests, counts: c.counts() })],
  ["POST /_control/reset", (_, c) => { c.reset(); return DONE(); }],
]);

/** Answers a control request; whatever is wrong with it is a 400 or 404 with `{"error": …}`. */
export async function answerControl(request: StsRequest, controls: Controls): Promise<Reply> {
  const endpoint = `${request.method} ${pathOf(request)}`;
  const handler = ENDPOINTS.get(endpoint);
  if (handler === undefined) {
    return jsonReply(404, { error: `there is no ${endpoint}`, endpoints: [...ENDPOINTS.keys()] });
  }
  try {
    return await handler(readObject(request.body), controls);
  } catch (error) {
    return jsonReply(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function readObject(body: Buffer): Readonly<Record<string, unknown>> {
  const value: unknown = body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error("a JSON object is wanted");
  return { ...value };
}

/** A misspelt name must not pass for a default: the test that sent it would prove nothing. */
function onlyNames(body: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  const unknown = Object.keys(body).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(", ")}; there are ${names.join(", ")}`);
}

function tokenOverrides(body: Readonly<Record<string, unknown>>): TokenOverrides {
  onlyNames(body, TOKEN_OVERRIDE_NAMES);
  return body;
}

function faultOrder(body: Readonly<Record<string, unknown>>): FaultOrder {
  onlyNames(body, ["fault", "times", "action", "status", "code", "message", "delayMs", "field"]);
  return { ...body, fault: String(body["fault"]) };
}

function fixedCredentials(body: Readonly<Record<string, unknown>>): FixedCredentials {
  const names = ["accessKeyId", "secretAccessKey", "sessionToken", "expiration"];
  onlyNames(body, names);
  if (Object.values(body).some((value) => typeof value !== "string")) throw new Error("texts are wanted");
  return body;
}
