// An STS that answers at once, or after a while, over HTTP and TLS. A process of its own, so that it does not share a thread with
// what measures. Arguments: the files of a key and its certificate. Prints its ports as one line of JSON.
import { readFileSync } from "node:fs";
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo } from "node:net";

/** One address of the server. `delay`: milliseconds before each answer. */
export interface Port {
  readonly scheme: "http" | "https";
  readonly delay: number;
  readonly port: number;
}

const DELAYS = [0, 50];
const HOURS = 12;

const ANSWER = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <SubjectFromWebIdentityToken>project_path:group/project:ref_type:branch:ref:main</SubjectFromWebIdentityToken>
    <Audience>https://gitlab.example.com</Audience>
    <AssumedRoleUser>
      <Arn>arn:aws:sts::123456789012:assumed-role/gitlab-group-project/bench</Arn>
      <AssumedRoleId>AROAEXAMPLEEXAMPLE123:bench</AssumedRoleId>
    </AssumedRoleUser>
    <Credentials>
      <AccessKeyId>ASIAEXAMPLEEXAMPLE12</AccessKeyId>
      <SecretAccessKey>wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12</SecretAccessKey>
      <SessionToken>${"FwoGZXIvYXdzEXAMPLE".repeat(40)}</SessionToken>
      <Expiration>${new Date(Date.now() + HOURS * 3_600_000).toISOString()}</Expiration>
    </Credentials>
  </AssumeRoleWithWebIdentityResult>
  <ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata>
</AssumeRoleWithWebIdentityResponse>`;

let calls = 0;

function answerAfter(delay: number) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method === "GET") {
      // Asked by the bench itself: how many calls there were.
      response.end(String(calls));
      return;
    }
    calls += 1;
    request.resume();
    request.on("end", () => {
      setTimeout(() => response.writeHead(200, { "content-type": "text/xml" }).end(ANSWER), delay);
    });
  };
}

const [, , key = "", cert = ""] = process.argv;
const ports: Port[] = [];
for (const delay of DELAYS) {
  const tls = { key: readFileSync(key), cert: readFileSync(cert) };
  const servers = { http: createHttp(answerAfter(delay)), https: createHttps(tls, answerAfter(delay)) };
  for (const scheme of ["http", "https"] as const) {
    await new Promise<void>((done) => servers[scheme].listen(0, "127.0.0.1", done));
    ports.push({ scheme, delay, port: (servers[scheme].address() as AddressInfo).port });
  }
}
process.stdout.write(`${JSON.stringify(ports)}\n`);
