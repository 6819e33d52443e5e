// A script for a shell that is named like a format of `aws configure export-credentials`.
import { shellEnvironmentChanges } from "../environment.ts";
import type { Shell } from "../shells/index.ts";
import type { OutputFormat } from "./types.ts";

/** The eval-able script of a shell. */
export function shellScript(shell: Shell): OutputFormat["render"] {
  return (credentials, region) => shell.script(shellEnvironmentChanges(credentials, region));
}
