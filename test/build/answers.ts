// All kinds of answers that a call to STS can get, from AWS and from what stands between, and what is no answer.
import type { IncomingMessage, ServerResponse } from "node:http";

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const XMLNS = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';

const send =
  (status: number, body: string, headers: Record<string, string> = { "content-type": "text/xml" }): Answer =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

const credentials = (expiration: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<AssumeRoleWithWebIdentityResponse ${XMLNS}><AssumeRoleWithWebIdentityResult>
  <SubjectFromWebIdentityToken>project_path:group/project</SubjectFromWebIdentityToken><Audience>a</Audience>
  <PackedPolicySize>6</PackedPolicySize><SourceIdentity>someone</SourceIdentity>
  <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn><AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser>
  <Credentials><AccessKeyId>ASIAEXAMPLEEXAMPLE12</AccessKeyId><SecretAccessKey>a&amp;b&#x43;&lt;secret&gt;</SecretAccessKey>
  <SessionToken>session-token-of-the-test</SessionToken><Expiration>${expiration}</Expiration></Credentials>
</AssumeRoleWithWebIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleWithWebIdentityResponse>`;

const refusal = (status: number, code: string, message = "a message"): Answer =>
  send(
    status,
    `<ErrorResponse ${XMLNS}><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
    { "content-type": "text/xml", "x-amzn-requestid": "r", date: "Fri, 24 Oct 2036 23:00:23 GMT" },
  );

const html = "<!DOCTYPE html><html><body>Sign in<br></body></html>";

export const ANSWERS: Readonly<Record<string, Answer>> = {
  credentials: send(200, credentials("2036-10-24T23:00:23Z")),
  fractions: send(200, credentials("2036-10-24T23:00:23.123Z")),
  offset: send(200, credentials("2036-10-24T23:00:23+02:00")),
  "bad-expiration": send(200, credentials("tomorrow")),
  "no-expiration": send(200, credentials("")),
  "no-credentials": send(200, "<AssumeRoleWithWebIdentityResponse/>"),
  "no-body": send(200, ""),
  html: send(200, html, { "content-type": "text/html" }),
  json: send(200, "{}", { "content-type": "application/json" }),
  "broken-xml": send(200, "<a><b></a>"),
  "error-with-200": send(200, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>"),
  InvalidIdentityToken: refusal(400, "InvalidIdentityToken", "Incorrect token audience"),
  "verification-key": refusal(
    400,
    "InvalidIdentityToken",
    "Couldn't retrieve verification key from your identity provider,  please",
  ),
  ExpiredTokenException: refusal(400, "ExpiredTokenException"),
  IDPRejectedClaim: refusal(403, "IDPRejectedClaim"),
  IDPCommunicationError: refusal(400, "IDPCommunicationError"),
  MalformedPolicyDocument: refusal(400, "MalformedPolicyDocument"),
  PackedPolicyTooLarge: refusal(400, "PackedPolicyTooLarge"),
  RegionDisabledException: refusal(403, "RegionDisabledException"),
  AccessDenied: refusal(403, "AccessDenied"),
  ValidationError: refusal(400, "ValidationError"),
  Throttling: refusal(400, "Throttling", "Rate exceeded"),
  RequestTimeTooSkewed: refusal(403, "RequestTimeTooSkewed"),
  SignatureDoesNotMatch: refusal(403, "SignatureDoesNotMatch"),
  InternalFailure: refusal(500, "InternalFailure"),
  ServiceUnavailable: refusal(503, "ServiceUnavailable"),
  NotImplemented: refusal(501, "NotImplemented"),
  "error-list": send(400, "<ErrorResponse><Errors><Error><Code>X</Code></Error></Errors></ErrorResponse>"),
  "html-403": send(403, html),
  "empty-403": send(403, ""),
  "empty-404": send(404, ""),
  "empty-429": send(429, "", { "retry-after": "1" }),
  "text-502": send(502, "bad gateway", { "content-type": "text/plain" }),
  "html-503": send(503, html, { "retry-after": "1" }),
  redirect: send(302, "", { location: "http://127.0.0.1:1/" }),
  huge: send(200, "x".repeat(2 * 1024 * 1024)),
  closed: (request) => {
    request.socket.destroy();
  },
  cut: (request, response) => {
    response.writeHead(200, { "content-length": "1000" }).write("<a>");
    setTimeout(() => request.socket.destroy(), 20);
  },
};
