// Role names and role ARNs: IAM's rules for both.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html and reference_identifiers.html
import { findPartition, PARTITIONS } from "./partitions.ts";
import { type Resolved, valueError } from "./resolved.ts";

export interface RoleArn {
  readonly partition: string;
  readonly account: string;
  /** With the path, if the role has one: `team/deploy`. */
  readonly roleName: string;
}

const ARN = /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/;
const NAME = /^[\w+=,.@-]+$/;
const PATH = /^[!-~]+$/;
const NAME_LIMIT = 64;
const PATH_LIMIT = 512;

export function formatRoleArn({ partition, account, roleName }: RoleArn): string {
  return `arn:${partition}:iam::${account}:role/${roleName}`;
}

/** @throws HelperError (exit code 3) unless it is 12 digits; an account id is text, `012345678901` keeps its zero */
export function assertAccount(account: Resolved<string>): void {
  if (!/^[0-9]{12}$/.test(account.value)) throw valueError(account, "is not an AWS account id: 12 digits");
}

/** @throws HelperError (exit code 3) when IAM cannot have a role of that name */
export function assertRoleName(role: Resolved<string>): void {
  const slash = role.value.lastIndexOf("/");
  const path = role.value.slice(0, slash + 1);
  const name = role.value.slice(slash + 1);
  if (!NAME.test(name) || (path !== "" && (!PATH.test(path) || path.startsWith("/"))))
    throw valueError(
      role,
      "is not a role name: letters, digits and _+=,.@- only, with the role's path before it if it has one (team/deploy)",
    );
  if (name.length > NAME_LIMIT)
    throw valueError(role, `exceeds the maximum of ${NAME_LIMIT} characters allowed by AWS for a role name`);
  if (role.value.length > PATH_LIMIT)
    throw valueError(
      role,
      `exceeds the maximum of ${PATH_LIMIT} characters allowed by AWS for a role's path and name`,
    );
}

/** @throws HelperError (exit code 3) for an ARN that is not a role's */
export function parseRoleArn(arn: Resolved<string>): Resolved<RoleArn> {
  const [, partition = "", service, region, account = "", resource = ""] = ARN.exec(arn.value) ?? [];
  if (service === "sts" && resource.startsWith("assumed-role/"))
    throw valueError(
      arn,
      "is the ARN of a session, not of a role",
      "Give the role's own ARN: arn:aws:iam::ACCOUNT:role/NAME.",
    );
  if (service !== "iam" || region !== "" || !resource.startsWith("role/"))
    throw valueError(arn, "is not the ARN of a role: arn:PARTITION:iam::ACCOUNT:role/NAME");
  if (findPartition(partition) === undefined)
    throw valueError(arn, `names no AWS partition: ${PARTITIONS.map(({ name }) => name).join(", ")}`);
  if (!/^[0-9]{12}$/.test(account)) throw valueError(arn, "has no account id of 12 digits");
  const roleName = resource.slice("role/".length);
  assertRoleName({ value: roleName, origin: arn.origin });
  return { value: { partition, account, roleName }, origin: arn.origin };
}
