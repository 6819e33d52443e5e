// dotenv, as GitLab reads `artifacts:reports:dotenv`: no quotes, no comments, no blank lines.
// https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv
import { assertEnvironmentValue, credentialVariables, type EnvironmentChange } from "../environment.ts";
import { EXIT, HelperError } from "../errors.ts";
import type { OutputFormat } from "./types.ts";

/** Bytes: GitLab rejects a report of this size or more. */
export const DOTENV_LIMIT = 5120;

function line(change: EnvironmentChange): string {
  assertEnvironmentValue(change);
  const { name, value = "" } = change;
  // GitLab strips white space at the ends, has no escape for a newline and expands `$` later on.
  if (/[\r\n$]/.test(value) || value.trim() !== value)
    throw new HelperError(
      EXIT.FILE,
      `dotenv cannot carry this value of ${name}: it has a newline, a $, or white space at an end`,
      { remedy: "Use --export or --shell NAME." },
    );
  return `${name}=${value}\n`;
}

export const dotenv: OutputFormat = {
  name: "dotenv",
  summary: "NAME=value lines for GitLab's artifacts:reports:dotenv (the default)",
  render: (credentials, region) => credentialVariables(credentials, region).map(line).join(""),
};
