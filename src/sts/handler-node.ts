// Node's HTTP client for the SDK: node:http, and node:tls only for https. The SDK's own client loads node:https in any case, 3 ms
// (Node 20), and it cannot start to connect while the certificate authorities are read.
import { type RequestOptions, request } from "node:http";
import {
  abortError,
  CONNECT_LIMIT,
  LARGEST_ANSWER,
  REQUEST_LIMIT,
  timeoutError,
  tooLargeError,
} from "./handler-limits.ts";
import {
  type Handler,
  type HandlerRequest,
  type HandlerResponse,
  handlerFrom,
  type Route,
  requestUrl,
} from "./handler-types.ts";

/** The HTTP client for one run: no connection is kept. */
export function createHandler(route: Route): Handler {
  return handlerFrom(async (request, { abortSignal, requestTimeout = REQUEST_LIMIT } = {}) => {
    const watch = new Watch(requestTimeout, abortSignal instanceof AbortSignal ? abortSignal : undefined);
    try {
      return { response: await watch.over(exchange(request, route, watch)) };
    } finally {
      watch.end();
    }
  });
}

async function exchange(request: HandlerRequest, route: Route, watch: Watch): Promise<HandlerResponse> {
  const url = requestUrl(request);
  const { send, ...connection } = await connect(url, route, watch);
  let answered = false;
  return await new Promise<HandlerResponse>((resolve, reject) => {
    const outgoing = send(
      {
        host: url.hostname.replace(/^\[|\]$/g, ""),
        port: url.port || (url.protocol === "https:" ? 443 : 80),
        path: url.pathname + url.search,
        method: request.method,
        headers: { ...request.headers },
        ...connection,
      },
      (incoming) => {
        watch.connected();
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size > LARGEST_ANSWER) outgoing.destroy(tooLargeError());
        });
        incoming.on("error", reject);
        incoming.on("end", () => {
          answered = true;
          resolve({
            statusCode: incoming.statusCode ?? 0,
            headers: flat(incoming.headers),
            body: Buffer.concat(chunks),
          });
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.on("socket", (socket) => {
      if (socket.connecting) socket.once("connect", () => watch.connected());
      else watch.connected();
    });
    watch.onEnd(() => {
      // After a whole answer node:http closes the connection by itself, and the program need not wait for that.
      if (!answered) outgoing.destroy();
    });
    outgoing.end(request.body as string | undefined);
  });
}

interface Connection extends RequestOptions {
  readonly ca?: string;
  readonly send: typeof request;
}

/** For https the connection stands, and its certificate is verified, before a byte of the request is written. */
async function connect(url: URL, { proxy, ca }: Route, watch: Watch): Promise<Connection> {
  if (proxy !== undefined) {
    const { HttpsProxyAgent } = await import("https-proxy-agent");
    const { request: securely } = await import("node:https");
    const agent = new HttpsProxyAgent(proxy, ca === undefined ? {} : { ca });
    return {
      agent,
      send: url.protocol === "https:" ? securely : request,
      ...(ca === undefined ? {} : { ca }),
    };
  }
  if (url.protocol === "http:") return { agent: false, send: request };
  const { connectTls } = await import("./handler-tls.ts");
  const socket = await connectTls(url, ca, (pending) => watch.onEnd(() => pending.destroy()));
  // Over a connection that is secure already it is HTTP like any other.
  return { createConnection: () => socket, send: request };
}

/** The time limits of one exchange, and the caller's own. */
class Watch {
  readonly #whenEnded: (() => void)[] = [];
  readonly #timers: NodeJS.Timeout[];
  readonly #stopped: Promise<never>;

  constructor(requestLimit: number, signal: AbortSignal | undefined) {
    let stop: (reason: Error) => void = () => {};
    this.#stopped = new Promise<never>((_, reject) => {
      stop = reject;
    });
    const after = (what: "connection" | "answer", limit: number): NodeJS.Timeout =>
      setTimeout(() => stop(timeoutError(what, limit)), limit);
    this.#timers = [after("connection", CONNECT_LIMIT), after("answer", requestLimit)];
    if (signal?.aborted) stop(abortError(signal));
    else if (signal !== undefined) {
      const onAbort = (): void => stop(abortError(signal));
      signal.addEventListener("abort", onAbort, { once: true });
      this.onEnd(() => signal.removeEventListener("abort", onAbort));
    }
  }

  /** The result, or the limit that comes first. */
  over<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#stopped]);
  }

  connected(): void {
    clearTimeout(this.#timers[0]);
  }

  onEnd(action: () => void): void {
    this.#whenEnded.push(action);
  }

  end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const action of this.#whenEnded) action();
  }
}

function flat(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}
