// Bun's own HTTP client for the SDK, in the standalone executable: there it starts 7 ms sooner than the emulation of node:http
// (24 ms a call, 17 with this). What it does differently from Node is made equal here.
import { abortError, LARGEST_ANSWER, REQUEST_LIMIT, timeoutError, tooLargeError } from "./handler-limits.ts";
import { type Handler, type HandlerResponse, handlerFrom, type Route, requestUrl } from "./handler-types.ts";

/** What Bun's fetch takes beyond the standard. https://bun.com/docs/runtime/networking/fetch */
interface BunRequestInit extends RequestInit {
  readonly proxy: string | false;
  readonly tls?: { readonly ca?: string };
  readonly decompress?: boolean;
  readonly keepalive?: boolean;
  readonly verbose?: boolean;
}

/** Bun's failures, by Node's codes and in Node's words: messages and retries are the same with both. */
const FAILURES: Readonly<Record<string, readonly [code: string, message: (url: URL, peer: URL) => string]>> =
  {
    ConnectionRefused: ["ECONNREFUSED", (_, { host }) => `connect ECONNREFUSED ${host}`],
    ECONNREFUSED: ["ECONNREFUSED", (_, { host }) => `connect ECONNREFUSED ${host}`],
    ConnectionClosed: ["ECONNRESET", () => "socket hang up"],
    ECONNRESET: ["ECONNRESET", () => "socket hang up"],
    FailedToOpenSocket: ["FailedToOpenSocket", () => "the connection could not be opened"],
    ERR_TLS_CERT_ALTNAME_INVALID: [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      ({ hostname }) => `Hostname/IP does not match certificate's altnames: ${hostname}`,
    ],
  };

/** The HTTP client for one run. */
export function createHandler(route: Route): Handler {
  // Bun would look at these even where it is told which proxy to take. A child process gets main.ts's snapshot, where they are.
  for (const name of ["NO_PROXY", "no_proxy"]) delete process.env[name];
  return handlerFrom(async (request, { abortSignal, requestTimeout = REQUEST_LIMIT } = {}) => {
    const url = requestUrl(request);
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort(timeoutError("answer", requestTimeout)), requestTimeout);
    const signal = abortSignal instanceof AbortSignal ? abortSignal : undefined;
    const onAbort = (): void => stop.abort(signal && abortError(signal));
    if (signal?.aborted) onAbort();
    signal?.addEventListener("abort", onAbort, { once: true });
    const init: BunRequestInit = {
      method: request.method,
      headers: { ...request.headers },
      body: request.body as string,
      // A redirect is an answer like any other: the token goes to nobody else.
      redirect: "manual",
      signal: stop.signal,
      keepalive: false,
      // Else BUN_CONFIG_VERBOSE_FETCH would print the request, token included.
      verbose: false,
      decompress: false,
      // `false`, because Bun has rules of its own for the variables; proxy.ts has decided.
      proxy: route.proxy?.href ?? false,
      ...(route.ca === undefined ? {} : { tls: { ca: route.ca } }),
    };
    try {
      const response = await fetch(url, init);
      return { response: await whole(response) };
    } catch (failure) {
      throw stop.signal.aborted ? stop.signal.reason : asInNode(failure, url, route.proxy);
    } finally {
      clearTimeout(limit);
      signal?.removeEventListener("abort", onAbort);
    }
  });
}

async function whole(response: Response): Promise<HandlerResponse> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body !== null)
    for await (const chunk of response.body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LARGEST_ANSWER) throw tooLargeError();
    }
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.concat(chunks),
  };
}

function asInNode(failure: unknown, url: URL, proxy: URL | undefined): unknown {
  const { code = "" } = failure as NodeJS.ErrnoException;
  const known = Object.hasOwn(FAILURES, code) ? FAILURES[code] : undefined;
  if (known === undefined) return failure;
  const [nodeCode, message] = known;
  return Object.assign(new Error(message(url, proxy ?? url), { cause: failure }), { code: nodeCode });
}
