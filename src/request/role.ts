// Which role is asked for: account, role name and role ARN, each of which a flag or a variable can give.
import type { Flags } from "../arguments/flag-spec.ts";
import { type Environment, variable } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";
import { ACCOUNT, AMBIENT_ROLE_ARN_VARIABLES, ROLE_ARN, ROLE_NAME } from "./inputs.ts";
import { describeOrigin, disagreement, emptyNote, fromVariables, given, type Resolved } from "./resolved.ts";
import { assertAccount, assertRoleName, formatRoleArn, parseRoleArn, type RoleArn } from "./role-arn.ts";

export interface Role {
  readonly account: Resolved<string>;
  /** With the path, if the role has one: `team/deploy`. */
  readonly roleName: Resolved<string>;
  /** The partition that the role's ARN names, if an ARN was given. */
  readonly arnPartition: Resolved<string> | undefined;
  /** That ARN as it was given. */
  readonly arn: Resolved<string> | undefined;
}

const PREFIX = "gitlab-";
const NAME_LIMIT = 64;

/**
 * A flag beats a variable also across the three inputs; two that were given the same way must agree.
 * @throws HelperError (exit code 3) for what is missing, breaks a rule or disagrees
 */
export function resolveRole(flags: Flags, env: Environment): Role {
  const arn = givenArn(flags, env);
  const account = given(flags, env, ACCOUNT);
  const name = given(flags, env, ROLE_NAME);
  if (arn === undefined)
    return { ...withoutArn(account, name, env), arnPartition: undefined, arn: undefined };

  const { partition, account: arnAccount, roleName: arnName } = arn.value;
  const beats = (other: Resolved<string>): boolean =>
    other.origin.kind === "flag" && arn.origin.kind === "variable";
  const sameWay = (other: Resolved<string>): boolean => other.origin.kind === arn.origin.kind;
  const arnText = { value: arnAccount, origin: arn.origin };

  if (account !== undefined && account.value !== arnAccount) {
    if (beats(account)) return { ...withoutArn(account, name, env), arnPartition: undefined, arn: undefined };
    if (sameWay(account)) throw disagreement(account, arnText, "the account of the role ARN is another one");
  }
  if (name !== undefined && name.value !== arnName && sameWay(name))
    throw disagreement(
      name,
      { value: arnName, origin: arn.origin },
      "the role of the role ARN is another one",
    );

  const derived = { kind: "derived", from: describeOrigin(arn.origin) } as const;
  const beatingName = name !== undefined && beats(name) ? name : undefined;
  if (beatingName !== undefined) assertRoleName(beatingName);
  return {
    account: { value: arnAccount, origin: derived },
    roleName: beatingName ?? { value: arnName, origin: derived },
    arnPartition: { value: partition, origin: arn.origin },
    arn: { value: formatRoleArn(arn.value), origin: arn.origin },
  };
}

function givenArn(flags: Flags, env: Environment): Resolved<RoleArn> | undefined {
  // An account given by flag makes a role ARN in a variable irrelevant, unless it is of that account.
  const text =
    given(flags, env, ROLE_ARN) ??
    (given(flags, env, ACCOUNT) === undefined ? fromVariables(env, AMBIENT_ROLE_ARN_VARIABLES) : undefined);
  return text === undefined ? undefined : parseRoleArn(text);
}

function withoutArn(
  account: Resolved<string> | undefined,
  name: Resolved<string> | undefined,
  env: Environment,
): Pick<Role, "account" | "roleName"> {
  const roleName = name ?? defaultRoleName(env);
  if (account === undefined)
    throw new HelperError(
      EXIT.VALUE,
      `the AWS account is not set${emptyNote(env, [...ACCOUNT.variables, ...ROLE_ARN.variables, ...AMBIENT_ROLE_ARN_VARIABLES])}`,
      {
        remedy:
          "Use --aws-account or set the environment variable GITLAB_AWS_ACCOUNT_ID; or give the role's ARN with --role-arn.",
      },
    );
  assertAccount(account);
  assertRoleName(roleName);
  return { account, roleName };
}

/** `gitlab-` and the project's slug, cut to what IAM allows: the rule of the Go tool. */
function defaultRoleName(env: Environment): Resolved<string> {
  const slug = variable(env, "CI_PROJECT_PATH_SLUG");
  if (slug === undefined)
    throw new HelperError(
      EXIT.VALUE,
      `the role name is not set, and CI_PROJECT_PATH_SLUG, from which it would be made, is not present${emptyNote(env, [...ROLE_NAME.variables, "CI_PROJECT_PATH_SLUG"])}`,
      { remedy: "Use --role-name or --role-arn, or set GITLAB_AWS_ROLE_NAME." },
    );
  return {
    value: `${PREFIX}${[...slug].slice(0, NAME_LIMIT - PREFIX.length).join("")}`,
    origin: { kind: "derived", from: "CI_PROJECT_PATH_SLUG" },
  };
}
