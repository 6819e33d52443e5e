// Runs a command with the credentials in its environment: for `env -- COMMAND` and `exec -- COMMAND`.
import type { Flags } from "../arguments/flag-spec.ts";
import { findExecutable } from "../child/find-executable.ts";
import type { Context } from "../context.ts";
import { childEnvironmentChanges } from "../environment.ts";
import { login } from "../login.ts";
import { REGION } from "../request/inputs.ts";
import { resolveRequest } from "../request/resolve.ts";

/** @returns the command's exit code */
export async function runWithCredentials(
  child: readonly string[],
  flags: Flags,
  context: Context,
): Promise<number> {
  const request = resolveRequest(flags, context.env);
  // Before AWS is asked; on Windows the search is the system's.
  if (context.platform !== "win32") findExecutable(child[0] ?? "", context.env, context.workingDirectory);
  const credentials = await login(request, context);
  const { childEnvironment, runChild } = await import("../child/run.ts");
  const changes = childEnvironmentChanges(credentials, flags.value(REGION.name));
  return runChild(child, childEnvironment(context.env, changes), context);
}
