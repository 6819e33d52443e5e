// The shells, one line each. Everything that names a shell (help, hooks, completions, docs, tests) reads this table.
import { ash } from "./ash.ts";
import { bash } from "./bash.ts";
import { cmd } from "./cmd.ts";
import { dash } from "./dash.ts";
import { elvish } from "./elvish.ts";
import { fish } from "./fish.ts";
import { ksh } from "./ksh.ts";
import { nu } from "./nu.ts";
import { powershell } from "./powershell.ts";
import { sh } from "./sh.ts";
import { tcsh } from "./tcsh.ts";
import type { Shell } from "./types.ts";
import { xonsh } from "./xonsh.ts";
import { zsh } from "./zsh.ts";

export { sh } from "./sh.ts";
export type { Shell } from "./types.ts";

export const SHELLS: readonly Shell[] = [
  sh,
  bash,
  zsh,
  dash,
  ksh,
  ash,
  fish,
  powershell,
  cmd,
  nu,
  elvish,
  xonsh,
  tcsh,
];

/** The shell of that name or alias. */
export function findShell(name: string): Shell | undefined {
  return SHELLS.find((shell) => shell.name === name || shell.aliases.includes(name));
}

/** All names that `--shell` takes, aliases included, in the table's order. */
export function shellNames(): string[] {
  return SHELLS.flatMap((shell) => [shell.name, ...shell.aliases]);
}
