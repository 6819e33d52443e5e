// Reading an HTTP request: its body up to a limit, its parameters out of query and form.
import type { IncomingMessage } from "node:http";
import type { StsRequest } from "./world.ts";

const BODY_LIMIT_BYTES = 1024 * 1024;

/** The whole request; undefined when the body is over the limit. Rejects when the client goes away half-way. */
export async function readRequest(message: IncomingMessage): Promise<StsRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // Read on to the end, so that the client gets to see the answer; but keep nothing.
    if (size <= BODY_LIMIT_BYTES) chunks.push(bytes);
  }
  if (size > BODY_LIMIT_BYTES) return undefined;
  const body = Buffer.concat(chunks);
  const target = message.url ?? "/";
  const parameters = new Map(new URLSearchParams(target.split(/\?(.*)/s)[1] ?? ""));
  if (/^application\/x-www-form-urlencoded\b/i.test(message.headers["content-type"] ?? "")) {
    for (const [name, value] of new URLSearchParams(body.toString("utf8"))) parameters.set(name, value);
  }
  return { method: message.method ?? "GET", target, headers: message.headers, body, parameters };
}

/** The path of a request without its query. */
export function pathOf(request: StsRequest): string {
  return request.target.split("?")[0] ?? "/";
}
