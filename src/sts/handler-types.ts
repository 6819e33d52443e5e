// What an HTTP client for the SDK is. The SDK takes any object of this form as its `requestHandler`.
// https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/Package/-smithy-types/Interface/RequestHandler/

/** The SDK's request, as far as STS calls fill it. */
export interface HandlerRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface HandlerOptions {
  /** Milliseconds for the whole exchange. */
  readonly requestTimeout?: number | undefined;
  /** The SDK's own types also allow an older form of signal; it only hands on what `client.send` was given. */
  readonly abortSignal?: unknown;
}

export interface HandlerResponse {
  readonly statusCode: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  /** The whole body: the SDK takes bytes where it would else need a reader for the platform's streams. */
  readonly body: Uint8Array;
}

export interface Handler {
  /** Tells the SDK to set a Host header. */
  readonly metadata: { readonly handlerProtocol: string };
  handle(request: HandlerRequest, options?: HandlerOptions): Promise<{ readonly response: HandlerResponse }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): object;
  destroy(): void;
}

/** How requests leave this machine. */
export interface Route {
  readonly proxy: URL | undefined;
  /** PEM text of the certificate authorities to trust instead of the runtime's own. */
  readonly ca: string | undefined;
}

/** The URL to ask, from the SDK's request. */
export function requestUrl({ protocol, hostname, port, path }: HandlerRequest): URL {
  return new URL(`${protocol}//${hostname}${port === undefined ? "" : `:${port}`}${path}`);
}

/** The parts of the SDK's form that are the same for every client: it has no settings that change after its start. */
export function handlerFrom(handle: Handler["handle"], destroy: () => void = () => {}): Handler {
  return {
    metadata: { handlerProtocol: "http/1.1" },
    handle,
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy,
  };
}
