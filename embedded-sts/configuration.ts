// The AWS side of the embedded STS: partition, accounts, identity providers, roles and their defaults.

import { readTrustPolicy } from "../src/trust-policy/parse.ts";
import type { TrustPolicy } from "../src/trust-policy/types.ts";

export interface ProviderConfiguration {
  /** Equals the `iss` of the tokens, letter by letter. */
  readonly url: string;
  /** The audiences that the provider accepts. */
  readonly clientIds: readonly string[];
}

export interface RoleConfiguration {
  /** With its path, without a leading slash: `deploy` or `team/deploy`. */
  readonly name: string;
  /** The trust policy document, as an object. */
  readonly trustPolicy: unknown;
  /** Seconds, 3600 to 43200; 3600 as in IAM when absent. */
  readonly maxSessionDuration?: number;
}

export interface AccountConfiguration {
  /** Twelve digits. */
  readonly id: string;
  readonly providers: readonly ProviderConfiguration[];
  readonly roles: readonly RoleConfiguration[];
}

/** What the defaults are made from. */
export interface DemoNames {
  readonly partition: string;
  readonly issuer: string;
  readonly audience: string;
  readonly projectPath: string;
}

export interface Provider extends ProviderConfiguration {
  readonly arn: string;
}

export interface Role {
  readonly arn: string;
  readonly accountId: string;
  /** Without the path: what stands in the ARN of the session. */
  readonly name: string;
  readonly trustPolicy: TrustPolicy;
  readonly maxSessionDuration: number;
}

export interface Account {
  readonly id: string;
  readonly providers: readonly Provider[];
  readonly roles: readonly Role[];
}

/** The ARN of an OIDC provider: the URL without its scheme, port and path included. */
export function providerArn(partition: string, accountId: string, url: string): string {
  return `arn:${partition}:iam::${accountId}:oidc-provider/${url.replace(/^https?:\/\//, "")}`;
}

/** One account with one provider and one role, named as the helper names it for the project. */
export function demoAccounts(names: DemoNames): readonly AccountConfiguration[] {
  const id = "123456789012";
  const slug = names.projectPath
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
  const trustPolicy = gitlabTrustPolicy(names, id, `project_path:${names.projectPath}:*`);
  return [
    {
      id,
      providers: [{ url: names.issuer, clientIds: [names.audience] }],
      roles: [{ name: `gitlab-${slug}`.slice(0, 64), trustPolicy }],
    },
  ];
}

/** The trust policy of a GitLab role: `sub` by pattern, `aud` exactly. */
export function gitlabTrustPolicy(
  names: Pick<DemoNames, "partition" | "issuer" | "audience">,
  accountId: string,
  subPattern: string,
): object {
  const host = names.issuer.replace(/^https?:\/\//, "");
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: providerArn(names.partition, accountId, names.issuer) },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${host}:aud`]: names.audience },
          StringLike: { [`${host}:sub`]: subPattern },
        },
      },
    ],
  };
}

/** @throws Error when an account id, a duration or a trust policy is one that IAM would not take */
export function readAccounts(
  configuration: readonly AccountConfiguration[],
  partition: string,
): readonly Account[] {
  return configuration.map((account) => {
    if (!/^\d{12}$/.test(account.id)) throw new Error(`account id ${account.id}: not twelve digits`);
    return {
      id: account.id,
      providers: account.providers.map((provider) => ({
        ...provider,
        arn: providerArn(partition, account.id, provider.url),
      })),
      roles: account.roles.map((role) => readRole(role, account.id, partition)),
    };
  });
}

function readRole(role: RoleConfiguration, accountId: string, partition: string): Role {
  const arn = `arn:${partition}:iam::${accountId}:role/${role.name}`;
  const parsed = readTrustPolicy(role.trustPolicy);
  if (!parsed.ok) {
    const problems = parsed.problems.map(({ path, message }) => `${path}: ${message}`).join("; ");
    throw new Error(`the trust policy of ${arn} is malformed: ${problems}`);
  }
  const maxSessionDuration = role.maxSessionDuration ?? 3600;
  if (!Number.isInteger(maxSessionDuration) || maxSessionDuration < 3600 || maxSessionDuration > 43200) {
    throw new Error(`the maxSessionDuration of ${arn} is not a whole number of 3600 to 43200`);
  }
  const name = role.name.slice(role.name.lastIndexOf("/") + 1);
  return { arn, accountId, name, trustPolicy: parsed.policy, maxSessionDuration };
}
