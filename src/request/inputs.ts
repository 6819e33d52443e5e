// The flags and variables from which the request to AWS is made: one row an input.
import type { FlagSpec } from "../arguments/flag-spec.ts";

export const ACCOUNT = {
  name: "aws-account",
  short: "A",
  value: "ACCOUNT",
  variables: ["GITLAB_AWS_ACCOUNT_ID"],
  fallback: "from the role ARN",
  summary: "AWS account id of the role, 12 digits",
} as const satisfies FlagSpec;

export const ROLE_NAME = {
  name: "role-name",
  short: "r",
  value: "NAME",
  variables: ["GITLAB_AWS_ROLE_NAME"],
  fallback: "gitlab- and CI_PROJECT_PATH_SLUG, cut to 64",
  summary: "name of the role to assume, with its path if it has one",
} as const satisfies FlagSpec;

export const ROLE_ARN = {
  name: "role-arn",
  value: "ARN",
  variables: ["GITLAB_AWS_ROLE_ARN"],
  fallback: "arn:PARTITION:iam::ACCOUNT:role/NAME",
  summary: "ARN of the role to assume; AWS_ROLE_ARN and ROLE_ARN count too when no account is given",
} as const satisfies FlagSpec;

/** Variables that other tools set: they give the role only when nothing of ours names an account. */
export const AMBIENT_ROLE_ARN_VARIABLES = ["AWS_ROLE_ARN", "ROLE_ARN"] as const;

export const SESSION_NAME = {
  name: "role-session-name",
  short: "n",
  value: "NAME",
  variables: ["GITLAB_AWS_ROLE_SESSION_NAME", "AWS_ROLE_SESSION_NAME"],
  fallback: "role name and CI_PIPELINE_ID",
  summary: "name of the session, seen in CloudTrail",
} as const satisfies FlagSpec;

export const TOKEN_NAME = {
  name: "web-identity-token-name",
  short: "j",
  value: "VARIABLE",
  variables: ["GITLAB_AWS_IDENTITY_TOKEN_NAME"],
  fallback: "GITLAB_AWS_IDENTITY_TOKEN, then GITLAB_OIDC_TOKEN, then AWS_ID_TOKEN",
  summary: "name of the variable that holds the ID token (never the token itself)",
} as const satisfies FlagSpec;

/** The variables in which the ID token is looked for when none is named. */
export const TOKEN_VARIABLES = ["GITLAB_AWS_IDENTITY_TOKEN", "GITLAB_OIDC_TOKEN", "AWS_ID_TOKEN"] as const;

export const TOKEN_FILE = {
  name: "web-identity-token-file",
  value: "PATH",
  variables: ["AWS_WEB_IDENTITY_TOKEN_FILE"],
  summary: "file that holds the ID token",
} as const satisfies FlagSpec;

export const DURATION = {
  name: "duration-seconds",
  short: "d",
  value: "SECONDS",
  variables: ["GITLAB_AWS_DURATION_SECONDS"],
  fallback: "3600",
  summary: "life of the credentials, 900 to 43200 seconds",
} as const satisfies FlagSpec;

export const REGION = {
  name: "region",
  value: "REGION",
  variables: ["AWS_REGION", "AWS_DEFAULT_REGION"],
  fallback: "the first region of the partition",
  summary: "region whose STS is asked; as a flag it is also handed on with the credentials",
} as const satisfies FlagSpec;

export const PARTITION = {
  name: "partition",
  value: "PARTITION",
  fallback: "from the role ARN, else from the region",
  summary: "AWS partition, such as aws, aws-cn or aws-us-gov",
} as const satisfies FlagSpec;

export const STS_ENDPOINT = {
  name: "sts-endpoint",
  value: "URL",
  variables: ["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"],
  fallback: "the regional endpoint",
  summary: "URL of the STS endpoint",
} as const satisfies FlagSpec;

/** Nothing of it goes to AWS: it is none of {@link REQUEST_FLAGS}. */
export const NO_CACHE = {
  name: "no-cache",
  variables: ["GITLAB_AWS_CACHE"],
  summary: "ask AWS whatever the cache holds, and keep no credentials; so does GITLAB_AWS_CACHE=off",
} as const satisfies FlagSpec;

/** All of them, in the order of the help. */
export const REQUEST_FLAGS: readonly FlagSpec[] = [
  ACCOUNT,
  ROLE_NAME,
  ROLE_ARN,
  SESSION_NAME,
  TOKEN_NAME,
  TOKEN_FILE,
  DURATION,
  REGION,
  PARTITION,
  STS_ENDPOINT,
];
