// The asked command as sade sees it: made from the command table (the others would cost as much again), fed with words that our own grammar has checked.
// sade alone would turn account 012345678901 into a number, accept unknown flags and take `toString` for a command.
import sade from "sade";
import type { CommandLine } from "../arguments/command-line.ts";
import type { FlagSpec, Flags } from "../arguments/flag-spec.ts";
import type { Command } from "../commands/types.ts";
import { PROGRAM, VERSION } from "../version.ts";

type Handler = (options: Record<string, unknown>) => Promise<number>;

/**
 * Runs a command's handler through sade.
 * @param handle gets the flags as sade read them back
 * @returns the exit code
 */
export function dispatch(
  command: Command,
  { values }: CommandLine,
  handle: (flags: Flags) => Promise<number>,
): Promise<number> {
  const program = sade(PROGRAM).version(VERSION);
  program.command(command.name, command.summary);
  for (const flag of command.flags) program.option(`--${sadeName(flag.name)}`, flag.summary);
  program.action((options: Record<string, unknown>) => handle(flagsOf(options)));
  const words = [...values].flatMap(([name, value]) => {
    if (typeof value === "boolean") return value ? [`--${name}`] : [];
    return [value].flat().map((text) => `--${name}=${text}`);
  });
  const parsed = program.parse(["node", PROGRAM, command.name, ...words], {
    lazy: true,
    string: command.flags.filter((flag) => !isSwitch(flag)).map((flag) => flag.name),
    boolean: command.flags.filter(isSwitch).map((flag) => sadeName(flag.name)),
    unknown: (flag) => {
      throw new Error(`the flag table and the parser disagree about ${flag}`);
    },
  });
  return (parsed.handler as Handler)(parsed.args.at(-1) as unknown as Record<string, unknown>);
}

function isSwitch(flag: FlagSpec): boolean {
  return flag.value === undefined || flag.valueOptional === true;
}

/** sade knows `--no-cache` as `--cache` with the value false. */
function sadeName(name: string): string {
  return name.replace(/^no-/, "");
}

function flagsOf(options: Record<string, unknown>): Flags {
  return {
    value(name) {
      const value = options[name];
      return typeof value === "string" ? value : undefined;
    },
    all(name) {
      const value = options[name];
      return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === "string");
    },
    on: (name) => (name.startsWith("no-") ? options[sadeName(name)] === false : options[name] === true),
  };
}
