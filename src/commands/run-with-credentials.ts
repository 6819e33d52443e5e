// Runs a command with the credentials in its environment: for `env -- COMMAND` and `exec -- COMMAND`.
import type { Flags } from "../arguments/flag-spec.ts";
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
  const { childEnvironment, prepareChild, runChild } = await import("../child/run.ts");
  // Before AWS is asked.
  const program = prepareChild(child, context);
  const credentials = await login(request, context);
  const changes = childEnvironmentChanges(credentials, flags.value(REGION.name));
  return runChild(program, childEnvironment(context.env, changes), context.log);
}
