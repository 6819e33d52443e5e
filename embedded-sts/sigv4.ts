// Signature Version 4: reading the Authorization header and computing the signature that it should hold.
// Source: AWS documentation, "Create a signed AWS API request" (reference_sigv-create-signed-request).
import { createHash, createHmac } from "node:crypto";
import type { StsRequest } from "./world.ts";

export interface Authorization {
  readonly accessKeyId: string;
  /** `DATE/REGION/SERVICE/aws4_request` */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Reads an Authorization header; undefined when it is not one of Signature Version 4. */
export function readAuthorization(header: string): Authorization | undefined {
  const fields = new Map<string, string>();
  if (!header.startsWith("AWS4-HMAC-SHA256 ")) return undefined;
  for (const field of header.slice("AWS4-HMAC-SHA256 ".length).split(",")) {
    const [name = "", ...value] = field.trim().split("=");
    fields.set(name, value.join("="));
  }
  const credential = /^(.+)\/(\d{8}\/[^/]+\/[^/]+\/aws4_request)$/.exec(fields.get("Credential") ?? "");
  const [accessKeyId, scope] = [credential?.[1], credential?.[2]];
  const signedHeaders = fields.get("SignedHeaders")?.split(";");
  const signature = fields.get("Signature");
  if (accessKeyId === undefined || scope === undefined || !signedHeaders || !signature) return undefined;
  return { accessKeyId, scope, signedHeaders, signature };
}

/** The signature, in hexadecimal, that a request signed with `secretAccessKey` must carry. */
export function expectedSignature(
  request: StsRequest,
  { scope, signedHeaders }: Authorization,
  secretAccessKey: string,
): string {
  const [path = "/", query = ""] = request.target.split(/\?(.*)/s);
  const headers = signedHeaders.map((name) => `${name}:${headerText(request, name)}\n`).join("");
  const canonical = [
    request.method,
    path,
    canonicalQuery(query),
    headers,
    signedHeaders.join(";"),
    sha256(request.body),
  ];
  const date = headerText(request, "x-amz-date") || headerText(request, "date");
  const hash = sha256(Buffer.from(canonical.join("\n"), "latin1"));
  const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash}`;
  const key = scope.split("/").reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`));
  return hmac(key, text).toString("hex");
}

function headerText({ headers }: StsRequest, name: string): string {
  const value = headers[name];
  const text = typeof value === "string" ? value : (value?.join(",") ?? "");
  return text.trim().replace(/ +/g, " ");
}

function canonicalQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
