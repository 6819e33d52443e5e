// A door before the embedded STS: calls wait at it until the test lets them in. So a test knows who waits, without sleeping.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";

export interface Gate {
  readonly url: string;
  /** Resolves when so many calls have come in all. */
  arrived(count: number): Promise<void>;
  /** Lets in all calls, those to come too. */
  open(): void;
}

export async function startGate(t: TestContext, target: string): Promise<Gate> {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let calls = 0;
  let look = (): void => {};
  const server = createServer(async (request, response) => {
    calls += 1;
    look();
    const body = await textOf(request);
    await opened;
    try {
      const headers = { "content-type": request.headers["content-type"] ?? "" };
      const answer = await fetch(`${target}${request.url}`, { method: "POST", headers, body });
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
      response.end(await answer.text());
    } catch {
      // The STS was told to hang, and the test is over.
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open,
    arrived: (count) =>
      new Promise((resolve) => {
        look = () => {
          if (calls >= count) resolve();
        };
        look();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}
