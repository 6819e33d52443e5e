// A proxy that is really there: CONNECT for an https endpoint.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it, type TestContext } from "node:test";
import { EXIT } from "../../src/errors.ts";
import { ask } from "./asking.ts";
import { CERTIFICATE, KEY } from "./certificate.ts";
import { credentialsAnswer, FIELDS } from "./server.ts";

const folder = mkdtempSync(join(tmpdir(), "bundle-"));
after(() => rmSync(folder, { recursive: true }));
const bundle = join(folder, "bundle.pem");
writeFileSync(bundle, CERTIFICATE);

interface Proxy {
  readonly host: string;
  /** `HOST:PORT` and the credentials of each CONNECT. */
  readonly asked: (readonly [target: string, authorization: string | undefined])[];
}

/** Whatever host is asked for, the tunnel ends at a server of the test; with a status, it answers that instead. */
async function startProxy(t: TestContext, status?: number): Promise<Proxy> {
  const { body } = credentialsAnswer();
  const sts = createServer({ key: KEY, cert: CERTIFICATE }, (request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "text/xml" }).end(body);
  });
  const asked: (readonly [string, string | undefined])[] = [];
  const sockets = new Set<Socket>();
  const proxy = createHttp();
  proxy.on("connect", (request, client: Socket) => {
    asked.push([request.url ?? "", request.headers["proxy-authorization"]]);
    sockets.add(client);
    client.on("error", () => {});
    if (status !== undefined) {
      client.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const server = connect((sts.address() as AddressInfo).port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      server.pipe(client).pipe(server);
    });
    server.on("error", () => client.destroy());
    sockets.add(server);
  });
  for (const server of [sts, proxy]) {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    t.after(() => server.close());
  }
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    sts.closeAllConnections();
  });
  return { host: `127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}

describe("sts: through a proxy", () => {
  it("asks the proxy for the endpoint's host, with the user and password of its URL", async (t) => {
    const proxy = await startProxy(t);
    const env = { HTTPS_PROXY: `http://me:p%40ss@${proxy.host}`, AWS_CA_BUNDLE: bundle };
    const { credentials, failure, debug } = await ask("https://sts.test", { env });
    assert.equal(credentials?.accessKeyId, FIELDS.AccessKeyId, failure?.message);
    assert.deepEqual(proxy.asked, [["sts.test:443", `Basic ${Buffer.from("me:p@ss").toString("base64")}`]]);
    assert.doesNotMatch(debug.join("\n"), /p%40ss|p@ss/);
  });

  it("that says no: exit code 6, and the message does not blame AWS", async (t) => {
    const proxy = await startProxy(t, 403);
    const { failure } = await ask("https://sts.test", {
      env: { HTTPS_PROXY: `http://${proxy.host}`, AWS_CA_BUNDLE: bundle },
    });
    assert.equal(failure?.exitCode, EXIT.UNAVAILABLE, failure?.message);
    assert.doesNotMatch(failure?.message ?? "", /AWS refused|Unknown/);
    assert.ok(proxy.asked.length >= 1);
  });

  it("that wants a password: exit code 6", async (t) => {
    const proxy = await startProxy(t, 407);
    const { failure } = await ask("https://sts.test", {
      env: { HTTPS_PROXY: `http://${proxy.host}`, AWS_CA_BUNDLE: bundle },
    });
    assert.equal(failure?.exitCode, EXIT.UNAVAILABLE, failure?.message);
    assert.match(failure?.message ?? "", /407/);
  });

  it("that is not there: exit code 6", async () => {
    const { failure } = await ask("https://sts.test", { env: { HTTPS_PROXY: "http://127.0.0.1:1" } });
    assert.equal(failure?.exitCode, EXIT.UNAVAILABLE);
    assert.match(`${failure?.message} ${failure?.remedy}`, /ECONNREFUSED[\s\S]*HTTPS_PROXY/);
  });

  it("that is no proxy URL: exit code 3 before anything is sent", async () => {
    const { failure } = await ask("https://sts.test", { env: { HTTPS_PROXY: "ftp://127.0.0.1:1" } });
    assert.equal(failure?.exitCode, EXIT.VALUE);
  });
});
