// The flags of `aws-profile`: apart from what they lead to, because every command line is read with them.
import type { FlagSpec } from "../arguments/flag-spec.ts";

export const NAME = {
  name: "name",
  short: "p",
  value: "PROFILE",
  variables: ["GITLAB_AWS_PROFILE"],
  fallback: "default",
  summary: "name of the profile",
} as const satisfies FlagSpec;

export const PROFILE = {
  name: "profile",
  value: "NAME=ARN",
  repeatable: true,
  summary:
    "write a profile of that name for the role of that ARN; may be given several times, all are written or none",
} as const satisfies FlagSpec;

export const CONFIG = {
  name: "config",
  value: "FILE",
  variables: ["GITLAB_AWS_PROFILES"],
  summary:
    "write the profiles that this file lists: a [NAME] with role_arn, region, duration_seconds, role_session_name, output",
} as const satisfies FlagSpec;

export const OUTPUT = {
  name: "output",
  value: "FORMAT",
  choices: ["json", "text", "table", "yaml", "yaml-stream"],
  summary: "output format of the AWS CLI, written into the profile",
} as const satisfies FlagSpec;

export const CREDENTIAL_PROCESS = {
  name: "credential-process",
  summary: "write a profile that runs this helper when credentials are needed, so that they refresh",
} as const satisfies FlagSpec;

export const WEB_IDENTITY = {
  name: "web-identity",
  summary:
    "write a profile by which the SDKs trade the ID token themselves, so that they refresh without this helper",
} as const satisfies FlagSpec;

export const REPLACE = {
  name: "replace",
  summary: "take out keys of the same profile, in either AWS file, that would win over what is written",
} as const satisfies FlagSpec;

export const PROFILE_FLAGS: readonly FlagSpec[] = [
  NAME,
  PROFILE,
  CONFIG,
  CREDENTIAL_PROCESS,
  WEB_IDENTITY,
  REPLACE,
  OUTPUT,
];
