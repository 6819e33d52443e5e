// Certificates: a bundle from a variable, and a connection that trusts it.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it, type TestContext } from "node:test";
import { rootCertificates } from "node:tls";
import { EXIT, HelperError } from "../../src/errors.ts";
import { certificateAuthorities } from "../../src/sts/certificate-authorities.ts";
import { ask } from "./asking.ts";
import { CERTIFICATE, KEY } from "./certificate.ts";
import { credentialsAnswer, FIELDS } from "./server.ts";

const folder = mkdtempSync(join(tmpdir(), "bundle-"));
after(() => rmSync(folder, { recursive: true }));
const bundle = join(folder, "bundle.pem");
writeFileSync(bundle, CERTIFICATE);

async function startHttps(t: TestContext): Promise<string> {
  const { body } = credentialsAnswer();
  const server = createServer({ key: KEY, cert: CERTIFICATE }, (request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "text/xml" }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("certificate authorities", () => {
  it("are Node's own unless a variable names a bundle", async () => {
    assert.equal(await certificateAuthorities({}), undefined);
    assert.equal(await certificateAuthorities({ AWS_CA_BUNDLE: "", SSL_CERT_FILE: "" }), undefined);
  });

  it("AWS_CA_BUNDLE comes before SSL_CERT_FILE", async () => {
    assert.equal(
      await certificateAuthorities({ AWS_CA_BUNDLE: bundle, SSL_CERT_FILE: "/none" }),
      CERTIFICATE,
    );
    assert.equal(await certificateAuthorities({ SSL_CERT_FILE: bundle }), CERTIFICATE);
  });

  it("a bundle that cannot be read is an error that names the variable and the path", async () => {
    for (const name of ["AWS_CA_BUNDLE", "SSL_CERT_FILE"])
      await assert.rejects(
        async () => certificateAuthorities({ [name]: join(folder, "none") }),
        (failure) => {
          assert.ok(failure instanceof HelperError && failure.exitCode === EXIT.FILE, String(failure));
          assert.match(failure.message, new RegExp(`^${name}: .*none cannot be read`));
          return true;
        },
      );
  });
});

describe("sts: https", () => {
  it("a certificate that nobody vouches for is refused", async (t) => {
    const { failure } = await ask(await startHttps(t));
    assert.equal(failure?.exitCode, EXIT.UNAVAILABLE);
    assert.match(failure?.message ?? "", /self-signed certificate/);
    assert.match(failure?.remedy ?? "", /AWS_CA_BUNDLE/);
  });

  it("the bundle's own is trusted", async (t) => {
    const { credentials, failure } = await ask(await startHttps(t), { env: { AWS_CA_BUNDLE: bundle } });
    assert.equal(credentials?.accessKeyId, FIELDS.AccessKeyId, failure?.message);
  });

  it("the machine's bundle is trusted where nobody else vouches for the certificate, and no bundle is named", async (t) => {
    const systemBundles = [join(folder, "none"), bundle];
    const { credentials, failure, debug } = await ask(await startHttps(t), { systemBundles });
    assert.equal(credentials?.accessKeyId, FIELDS.AccessKeyId, failure?.message);
    assert.ok(debug.some((line) => line.includes("trusting the system's")));
  });

  it("the machine's bundle does not widen a bundle that is named", async (t) => {
    const other = join(folder, "other.pem");
    writeFileSync(other, rootCertificates[0] ?? "");
    const { failure } = await ask(await startHttps(t), {
      env: { AWS_CA_BUNDLE: other },
      systemBundles: [bundle],
    });
    assert.equal(failure?.exitCode, EXIT.UNAVAILABLE);
  });

  it("a bundle that is missing is found before anything is sent", async (t) => {
    const { failure } = await ask(await startHttps(t), { env: { AWS_CA_BUNDLE: join(folder, "none") } });
    assert.equal(failure?.exitCode, EXIT.FILE);
  });
});
