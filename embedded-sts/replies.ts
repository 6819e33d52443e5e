// The replies of the STS query protocol: success and error documents, and the plain kinds for the other paths.
import { randomUUID } from "node:crypto";
import { AwsError } from "./aws-error.ts";
import { toXml, type XmlContent } from "./xml.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/** `<ActionResponse><ActionResult>…`, with the request id in the body and in the header. */
export function resultReply(action: string, result: XmlContent): Reply {
  const requestId = randomUUID();
  const content = { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return xmlReply(200, `${action}Response`, content, requestId);
}

/** AWS's error document. */
export function errorReply(error: AwsError): Reply {
  const requestId = randomUUID();
  const type = error.status >= 500 ? "Receiver" : "Sender";
  const content = { Error: { Type: type, Code: error.code, Message: error.message }, RequestId: requestId };
  return xmlReply(error.status, "ErrorResponse", content, requestId);
}

/** Turns anything thrown into a reply: what is no {@link AwsError} is a fault of this server. */
export function replyToThrown(thrown: unknown): Reply {
  if (thrown instanceof AwsError) return errorReply(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return errorReply(new AwsError(500, "InternalFailure", `embedded STS: ${message}`));
}

export function jsonReply(status: number, value: unknown): Reply {
  return plainReply(status, "application/json", `${JSON.stringify(value)}\n`);
}

export function plainReply(status: number, contentType: string, body: string): Reply {
  return { status, headers: { "content-type": contentType }, body };
}

function xmlReply(status: number, root: string, content: XmlContent, requestId: string): Reply {
  const body = `<${root} xmlns="${NAMESPACE}">\n${toXml(content, "  ")}</${root}>\n`;
  return { status, headers: { "content-type": "text/xml", "x-amzn-RequestId": requestId }, body };
}
