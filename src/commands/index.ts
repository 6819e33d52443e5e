// The commands, one line each, in the order of the help.
import { awsProfile } from "./aws-profile.ts";
import { cleanup } from "./cleanup.ts";
import { completionOf } from "./completion.ts";
import { env } from "./env.ts";
import { exec } from "./exec.ts";
import { hook } from "./hook.ts";
import { process } from "./process.ts";
import type { Command } from "./types.ts";
import { unset } from "./unset.ts";

export type { Command } from "./types.ts";

export const COMMANDS: readonly Command[] = [
  process,
  env,
  exec,
  awsProfile,
  unset,
  hook,
  completionOf(() => COMMANDS),
  cleanup,
];

/** The command of that name. */
export function findCommand(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name);
}
