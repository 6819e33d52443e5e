// The action GetCallerIdentity, for the credentials that this STS has given. Source: its page in the STS API reference.
import { AwsError } from "./aws-error.ts";
import { type Reply, resultReply } from "./replies.ts";
import { expectedSignature, readAuthorization } from "./sigv4.ts";
import { nowSeconds, type StsRequest, type World } from "./world.ts";

/**
 * The date of the signature is not compared with the clock: clients sign by their own, and this one may be set.
 * @throws AwsError with the codes and messages of AWS
 */
export function getCallerIdentity(request: StsRequest, world: World): Reply {
  const header = request.headers["authorization"];
  if (typeof header !== "string") {
    throw new AwsError(403, "MissingAuthenticationToken", "Request is missing Authentication Token");
  }
  const authorization = readAuthorization(header);
  if (authorization === undefined) {
    throw new AwsError(
      400,
      "IncompleteSignature",
      "Authorization header is not a complete AWS4-HMAC-SHA256 one",
    );
  }
  const session = world.sessions.find(authorization.accessKeyId);
  if (session === undefined || request.headers["x-amz-security-token"] !== session.sessionToken) {
    throw new AwsError(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
  }
  if (nowSeconds(world) >= session.expiresAt) {
    throw new AwsError(403, "ExpiredToken", "The security token included in the request is expired");
  }
  if (expectedSignature(request, authorization, session.secretAccessKey) !== authorization.signature) {
    throw new AwsError(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    );
  }
  return resultReply("GetCallerIdentity", {
    Arn: session.assumedRoleArn,
    UserId: session.assumedRoleId,
    Account: session.accountId,
  });
}
