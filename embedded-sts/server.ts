// The HTTP side: which part answers which path, and how an answer leaves the socket.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { answerAction } from "./actions.ts";
import { AwsError } from "./aws-error.ts";
import { answerControl, type Controls } from "./control.ts";
import type { FaultPlan } from "./fault-plan.ts";
import type { Answer } from "./faults.ts";
import { pathOf, readRequest } from "./incoming.ts";
import { issuerDocument } from "./issuer.ts";
import type { Recorder } from "./recorder.ts";
import { errorReply, type Reply, replyToThrown } from "./replies.ts";
import type { StsRequest, World } from "./world.ts";

export interface ServerParts {
  readonly world: World;
  readonly plan: FaultPlan;
  readonly recorder: Recorder;
  readonly controls: Controls;
  /** Aborted when the server closes. */
  readonly stopped: AbortSignal;
}

/** A server that is not listening yet. */
export function makeServer(parts: ServerParts): Server {
  return createServer((message, response) => {
    respond(message, response, parts).catch((error: unknown) => {
      // The client has gone away, or the server is closing: nobody is left to be told.
      if (!response.headersSent && !response.destroyed) send(replyToThrown(error), response, message.method);
      else response.destroy();
    });
  });
}

async function respond(
  message: IncomingMessage,
  response: ServerResponse,
  parts: ServerParts,
): Promise<void> {
  const request = await readRequest(message);
  if (request === undefined) {
    const tooLarge = new AwsError(413, "RequestEntityTooLarge", "The request body is larger than 1 MiB");
    send(errorReply(tooLarge), response, message.method);
    return;
  }
  const answer = await answerTo(request, `http://${message.headers.host ?? "127.0.0.1"}`, parts);
  if (answer.kind === "reply") send(answer.reply, response, request.method);
  else if (answer.kind === "reset") message.socket.resetAndDestroy();
  else if (answer.kind === "truncated") sendHalf(answer.reply, response);
}

async function answerTo(request: StsRequest, baseUrl: string, parts: ServerParts): Promise<Answer> {
  const { world, plan, recorder, controls, stopped } = parts;
  const path = pathOf(request);
  if (path.startsWith("/_control/")) return { kind: "reply", reply: await answerControl(request, controls) };
  const action = path === "/" ? request.parameters.get("Action") : undefined;
  const planned = path === "/" ? plan.take(action) : undefined;
  recorder.requests.push({
    time: world.now().toISOString(),
    method: request.method,
    path,
    headers: request.headers,
    parameters: Object.fromEntries(request.parameters),
    action,
    fault: planned?.fault.name,
  });
  if (path !== "/") {
    const document = request.method === "GET" ? issuerDocument(world.issuer, path, baseUrl) : undefined;
    const missing = new AwsError(404, "NotFound", `There is nothing at ${path}`);
    return { kind: "reply", reply: document ?? errorReply(missing) };
  }
  const proper = (): Promise<Reply> => answerAction(request, world);
  if (planned !== undefined) return planned.fault.answer(proper, planned.settings, stopped);
  return { kind: "reply", reply: await proper() };
}

function send(reply: Reply, response: ServerResponse, method: string | undefined): void {
  const body = Buffer.from(reply.body, "utf8");
  response.writeHead(reply.status, { ...reply.headers, "content-length": body.length });
  response.end(method === "HEAD" ? undefined : body);
}

function sendHalf(reply: Reply, response: ServerResponse): void {
  const body = Buffer.from(reply.body, "utf8");
  response.writeHead(reply.status, { ...reply.headers, "content-length": body.length });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
