// A small HTTP server that answers as it is told and remembers what it was asked. The embedded STS checks requests as AWS
// does; this one answers also what AWS never would.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, or what else to do with the connection. */
export type Behaviour = Answer | ((request: IncomingMessage, response: ServerResponse) => void);

export interface Server {
  readonly url: string;
  /** The form of each request, in order. */
  readonly requests: readonly URLSearchParams[];
  /** The raw requests' headers, in order. */
  readonly headers: readonly IncomingMessage["headers"][];
}

/** Starts a server for one test. The last behaviour is that of all later requests. */
export async function startServer(t: TestContext, ...behaviours: readonly Behaviour[]): Promise<Server> {
  const requests: URLSearchParams[] = [];
  const headers: IncomingMessage["headers"][] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    requests.push(new URLSearchParams(body));
    headers.push(request.headers);
    const behaviour =
      behaviours[Math.min(requests.length, behaviours.length) - 1] ??
      refusal(500, "InternalFailure", "none told");
    if (typeof behaviour === "function") behaviour(request, response);
    else
      response
        .writeHead(behaviour.status, { "content-type": "text/xml", ...behaviour.headers })
        .end(behaviour.body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, headers };
}

const NAMESPACE = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';

export const FIELDS = {
  AccessKeyId: "ASIAQWERTYUIOP123456",
  SecretAccessKey: "secret/access+key=of-the-test",
  SessionToken: "session/token+of=the-test==",
  Expiration: "2026-12-24T23:00:23Z",
} as const;

/** AWS's answer with these fields of the credentials; one that is `undefined` is left out. */
export function credentialsAnswer(
  fields: Readonly<Partial<Record<keyof typeof FIELDS, string | undefined>>> = {},
): Answer {
  const xml = Object.entries({ ...FIELDS, ...fields })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join("");
  return result(`<Credentials>${xml}</Credentials>`);
}

/** AWS's answer with something else in the place of the credentials. */
export function result(xml: string): Answer {
  const body = `<AssumeRoleWithWebIdentityResponse ${NAMESPACE}><AssumeRoleWithWebIdentityResult>${xml}</AssumeRoleWithWebIdentityResult><ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata></AssumeRoleWithWebIdentityResponse>`;
  return { status: 200, body, headers: { "x-amzn-requestid": REQUEST_ID } };
}

export const REQUEST_ID = "11111111-2222-3333-4444-555555555555";

/** AWS's error document. */
export function refusal(status: number, code: string, message: string): Answer {
  const body = `<ErrorResponse ${NAMESPACE}><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${REQUEST_ID}</RequestId></ErrorResponse>`;
  return { status, body, headers: { "x-amzn-requestid": REQUEST_ID } };
}
