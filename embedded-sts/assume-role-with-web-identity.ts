// The action AssumeRoleWithWebIdentity. Source: its page in the STS API reference.
import { evaluateTrustPolicy } from "../src/trust-policy/evaluate.ts";
import { AwsError, notAuthorized, validationError } from "./aws-error.ts";
import type { Role } from "./configuration.ts";
import { type Reply, resultReply } from "./replies.ts";
import { validateParameters } from "./validation.ts";
import { type VerifiedToken, verifyWebIdentityToken } from "./web-identity-token.ts";
import { nowSeconds, type StsRequest, type World } from "./world.ts";

const ACTION = "AssumeRoleWithWebIdentity";
const ROLE_ARN = /^arn:([a-z0-9-]+):iam::(\d{12}):role\/[!-~]+$/;
/** The claim with session tags; it needs a permission of its own. */
const TAGS_CLAIM = "https://aws.amazon.com/tags";

/**
 * Cheap checks first, those of the role last: whoever may not assume a role learns nothing about it, not even whether
 * it exists or how long its sessions may be.
 * @throws AwsError with the codes and messages of AWS
 */
export async function assumeRoleWithWebIdentity({ parameters }: StsRequest, world: World): Promise<Reply> {
  validateParameters(parameters);
  const roleArn = parameters.get("RoleArn") ?? "";
  const sessionName = parameters.get("RoleSessionName") ?? "";
  const [, partition, accountId] = ROLE_ARN.exec(roleArn) ?? [];
  if (partition !== world.partition) throw validationError("Request ARN is invalid");
  checkPolicy(parameters.get("Policy"));
  if (parameters.has("ProviderId")) {
    throw validationError("ProviderId is for OAuth 2.0 access tokens, not for OpenID Connect ID tokens");
  }
  const now = nowSeconds(world);
  const account = world.accounts.find(({ id }) => id === accountId);
  const token = await verifyWebIdentityToken(
    parameters.get("WebIdentityToken") ?? "",
    account,
    world.issuer,
    now,
  );
  const role = account?.roles.find(({ arn }) => arn === roleArn);
  const trusted = authorize(role, token, sessionName);
  const duration = Number(parameters.get("DurationSeconds") ?? 3600);
  if (duration > trusted.maxSessionDuration) {
    throw validationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  const session = world.sessions.create(trusted, sessionName, now, duration);
  return resultReply(ACTION, {
    SubjectFromWebIdentityToken: token.sub,
    Audience: token.audience,
    AssumedRoleUser: { Arn: session.assumedRoleArn, AssumedRoleId: session.assumedRoleId },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: session.expiration,
    },
    Provider: token.provider.arn,
  });
}

function authorize(role: Role | undefined, token: VerifiedToken, roleSessionName: string): Role {
  const actions = [`sts:${ACTION}`, ...(Object.hasOwn(token.claims, TAGS_CLAIM) ? ["sts:TagSession"] : [])];
  const request = { providerArn: token.provider.arn, claims: token.claims, roleSessionName };
  for (const action of actions) {
    if (role === undefined || !evaluateTrustPolicy(role.trustPolicy, { ...request, action }).allowed) {
      throw notAuthorized(`sts:${ACTION}`);
    }
  }
  if (role === undefined) throw notAuthorized(`sts:${ACTION}`);
  return role;
}

/** A session policy is taken note of, and not applied: this STS guards nothing that it could restrict. */
function checkPolicy(policy: string | undefined): void {
  if (policy === undefined) return;
  try {
    JSON.parse(policy);
  } catch {
    throw new AwsError(400, "MalformedPolicyDocument", "This policy contains invalid Json");
  }
}
