// The name of the session: the Go tool's rule for making one, AWS's rule for checking one.
import type { Flags } from "../arguments/flag-spec.ts";
import { type Environment, variable } from "../context.ts";
import { SESSION_NAME } from "./inputs.ts";
import { given, type Resolved, valueError } from "./resolved.ts";

const LIMIT = 64;

/** RoleSessionName: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
const RULE = /^[\w+=,.@-]{2,64}$/;

/**
 * Role name and pipeline id in AWS's alphabet, at most 64 characters. The role name gives way, the pipeline id stays whole
 * as long as it can: the exact rule of the Go tool, so that a successor's sessions have the same names in CloudTrail.
 */
export function generateRoleSessionName(roleName: string, pipelineId: string): string {
  const cleaned = roleName.replace(/[^=,.@A-Za-z0-9_]+/g, "-").replace(/^-+|-+$/g, "");
  if (pipelineId === "") return cleaned.slice(0, LIMIT);
  const room = LIMIT - pipelineId.length - 1;
  if (room <= 0) return pipelineId.slice(0, LIMIT);
  return `${cleaned.slice(0, room)}-${pipelineId}`;
}

/** @throws HelperError (exit code 3) when AWS would refuse the name */
export function resolveSessionName(
  flags: Flags,
  env: Environment,
  roleName: Resolved<string>,
): Resolved<string> {
  const name = given(flags, env, SESSION_NAME) ?? {
    value: generateRoleSessionName(roleName.value, variable(env, "CI_PIPELINE_ID") ?? ""),
    origin: { kind: "derived", from: "the role name and CI_PIPELINE_ID" },
  };
  if (!RULE.test(name.value))
    throw valueError(
      name,
      "is not a role session name: 2 to 64 letters, digits and _+=,.@-",
      "Give one with --role-session-name or GITLAB_AWS_ROLE_SESSION_NAME.",
    );
  return name;
}
