// The claims of a GitLab ID token. Source: GitLab docs, ci/secrets/id_token_authentication; lib/gitlab/ci/jwt_v2.rb.
import { randomUUID } from "node:crypto";

export interface ClaimSettings {
  readonly issuer: string;
  readonly audience: string | readonly string[];
  /** `group/project` */
  readonly projectPath: string;
  readonly refType: "branch" | "tag";
  readonly ref: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  /** Seconds: GitLab takes the timeout of the job. */
  readonly lifetimeSeconds: number;
}

/** Ids are texts and `ref_protected` is "true" or "false", as in GitLab; only `runner_id` is a number. */
export function gitlabClaims(settings: ClaimSettings): Record<string, unknown> {
  const { projectPath, refType, ref, issuedAt } = settings;
  const namespace = projectPath.slice(0, Math.max(projectPath.lastIndexOf("/"), 0));
  const refPath = `refs/${refType === "branch" ? "heads" : "tags"}/${ref}`;
  return {
    namespace_id: "72",
    namespace_path: namespace,
    project_id: "20",
    project_path: projectPath,
    job_namespace_id: "72",
    job_namespace_path: namespace,
    job_project_id: "20",
    job_project_path: projectPath,
    user_id: "1",
    user_login: "sample-user",
    user_email: "sample-user@example.com",
    user_access_level: "developer",
    pipeline_id: "574",
    pipeline_source: "push",
    job_id: "302",
    ref,
    ref_type: refType,
    ref_path: refPath,
    ref_protected: "true",
    runner_id: 1,
    runner_environment: "self-hosted",
    sha: "714a629c0b401fdce83e847fc9589983fc6f46bc",
    project_visibility: "private",
    ci_config_ref_uri: `${settings.issuer.replace(/^https?:\/\//, "")}/${projectPath}//.gitlab-ci.yml@${refPath}`,
    ci_config_sha: "714a629c0b401fdce83e847fc9589983fc6f46bc",
    jti: randomUUID(),
    iat: issuedAt,
    nbf: issuedAt - 5,
    exp: issuedAt + settings.lifetimeSeconds,
    iss: settings.issuer,
    sub: `project_path:${projectPath}:ref_type:${refType}:ref:${ref}`,
    aud: settings.audience,
  };
}
