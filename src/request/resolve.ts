// The resolver: flags and environment in, the request to AWS out. Pure; every value with its origin.
import type { Flags } from "../arguments/flag-spec.ts";
import type { Environment } from "../context.ts";
import { type CacheUse, resolveCache } from "./cache.ts";
import { resolveDuration } from "./duration.ts";
import { resolveEndpoint } from "./endpoint.ts";
import { resolvePlace } from "./region.ts";
import type { Resolved } from "./resolved.ts";
import { resolveRole } from "./role.ts";
import { formatRoleArn } from "./role-arn.ts";
import { resolveSessionName } from "./session-name.ts";
import { resolveToken, type TokenReference } from "./token.ts";

/** What is asked of AWS. */
export interface LoginRequest {
  readonly account: Resolved<string>;
  readonly roleName: Resolved<string>;
  readonly roleArn: Resolved<string>;
  readonly sessionName: Resolved<string>;
  readonly token: Resolved<TokenReference>;
  /** Seconds. */
  readonly durationSeconds: Resolved<number>;
  readonly region: Resolved<string>;
  readonly partition: Resolved<string>;
  readonly endpoint: Resolved<string>;
  /** Not asked of AWS: whether an answer may come from the cache, and be kept there. */
  readonly cache: Resolved<CacheUse>;
}

/** @throws HelperError (exit codes 2, 3 and 4) for everything that can be refused without asking AWS */
export function resolveRequest(flags: Flags, env: Environment): LoginRequest {
  const role = resolveRole(flags, env);
  const place = resolvePlace(flags, env, role.arnPartition);
  const roleArn = formatRoleArn({
    partition: place.partition.value,
    account: role.account.value,
    roleName: role.roleName.value,
  });
  return {
    account: role.account,
    roleName: role.roleName,
    roleArn:
      role.arn?.value === roleArn
        ? role.arn
        : { value: roleArn, origin: { kind: "derived", from: "account and role name" } },
    sessionName: resolveSessionName(flags, env, role.roleName),
    durationSeconds: resolveDuration(flags, env),
    region: place.region,
    partition: place.partition,
    endpoint: resolveEndpoint(flags, env, place),
    token: resolveToken(flags, env),
    cache: resolveCache(flags, env),
  };
}
