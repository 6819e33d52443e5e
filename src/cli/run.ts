// One command line from its words to its exit code. The only place that catches, reports and answers failures.

import { type CommandLine, readCommandLine } from "../arguments/command-line.ts";
import { DEBUG, HELP, VERSION as VERSION_FLAG } from "../arguments/common-flags.ts";
import type { FlagSpec } from "../arguments/flag-spec.ts";
import { tokens } from "../arguments/tokens.ts";
import { COMMANDS, findCommand } from "../commands/index.ts";
import type { Command } from "../commands/types.ts";
import type { Context, OutputStream } from "../context.ts";
import { EXIT, usageError } from "../errors.ts";
import { rememberSecret } from "../secrets/redact.ts";
import { PROGRAM, VERSION } from "../version.ts";
import { runsChild, shellOfFailure } from "./failure-form.ts";
import { createLog } from "./log.ts";
import { dispatch } from "./program.ts";
import { reportFailure } from "./report.ts";

/** What `main.ts` gives: the context but for its log, and the stream that the log writes to. */
export interface World extends Omit<Context, "log"> {
  readonly stderr: Pick<OutputStream, "write">;
}

/**
 * @param typed the command line without the program's name
 * @returns the exit code
 */
export async function run(typed: readonly string[], world: World): Promise<number> {
  for (const name of SECRET_VARIABLES) rememberSecret(world.env[name] ?? "");
  const words = commandFirst(typed);
  const [name, ...rest] = words;
  const command = name === undefined ? undefined : findCommand(name);
  try {
    if (command === undefined) return await withoutCommand(words, world);
    const line: CommandLine = readCommandLine(rest, { ...command, takesChild: command.takesChild ?? false });
    const reader = withoutScript(words, world);
    if (line.values.get(HELP.name) === true) return await printCommandHelp(command, reader);
    if (line.values.get(VERSION_FLAG.name) === true) return await printVersion(reader);
    const { child, values } = line;
    const debugging = values.get(DEBUG.name) === true;
    const context = { ...world, words: typed, log: createLog(world.stderr, debugging) };
    return await dispatch(command, line, (flags) => command.run({ flags, child }, context));
  } catch (failure) {
    const debug = rest.includes(`--${DEBUG.name}`);
    const { exitCode, text } = reportFailure(failure, { oneLine: command?.oneLineErrors ?? false, debug });
    const scriptCommands = COMMANDS.filter(({ script }) => script).map((candidate) => candidate.name);
    const shell = shellOfFailure(words, { scriptCommands, flags: flagsFor(command) });
    // What cannot be told any more must not keep the failing statement from its reader, and the other way round.
    if (shell !== undefined) await world.stdout.write(shell.failure(exitCode)).catch(() => {});
    await world.stderr.write(text).catch(() => {});
    return command !== undefined && runsChild(command, rest) ? childModeExitCode(exitCode) : exitCode;
  }
}

/** What the AWS SDKs read a secret from: whoever gives one of them to a flag by mistake must not find it in the log. */
const SECRET_VARIABLES = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"] as const;

/** The command's own come first: --region takes a value in one command and needs none in another. */
function flagsFor(command: Command | undefined): readonly FlagSpec[] {
  return [...(command?.flags ?? []), ...COMMANDS.flatMap(({ flags }) => flags)];
}

/** Flags before the command, which the Go tool takes, belong to the command. */
function commandFirst(words: readonly string[]): readonly string[] {
  if (!words[0]?.startsWith("-")) return words;
  for (const token of tokens(words, flagsFor(undefined))) {
    if (token.kind === "end") break;
    if (token.kind !== "word") continue;
    if (findCommand(token.text) === undefined) break;
    return [token.text, ...words.slice(0, token.next - 1), ...words.slice(token.next)];
  }
  return words;
}

/** Where stdout is a script for a shell, what is for people goes to stderr: a shell would run the lines of a help text. */
function withoutScript(words: readonly string[], world: World): World {
  const isScript = shellOfFailure(words, { scriptCommands: [], flags: flagsFor(undefined) }) !== undefined;
  return isScript
    ? { ...world, stdout: { isTerminal: false, write: (text) => world.stderr.write(text) } }
    : world;
}

/** Beside a command's own exit codes, every failure of the helper itself is one: as in env(1), timeout(1) and docker run. */
function childModeExitCode(exitCode: number): number {
  const ofTheCommand = exitCode === EXIT.CHILD_NOT_FOUND || exitCode === EXIT.CHILD_NOT_EXECUTABLE;
  return ofTheCommand ? exitCode : EXIT.CHILD_TOOL_FAILED;
}

async function withoutCommand(words: readonly string[], world: World): Promise<number> {
  const [word] = words;
  if (word === "--version" || word === "-v" || word === "version") return printVersion(world);
  if (word === "--help" || word === "-h" || word === "help") {
    const asked = words[1] === undefined ? undefined : findCommand(words[1]);
    if (asked !== undefined) return printCommandHelp(asked, world);
    if (words[1] !== undefined) throw unknownCommand(words[1]);
    const { programHelp } = await import("./help.ts");
    await world.stdout.write(programHelp(COMMANDS));
    return EXIT.OK;
  }
  throw unknownCommand(word);
}

async function printVersion(world: World): Promise<number> {
  await world.stdout.write(`${PROGRAM} ${VERSION}\n`);
  return EXIT.OK;
}

async function printCommandHelp(command: Command, world: World): Promise<number> {
  const { commandHelp } = await import("./help.ts");
  await world.stdout.write(commandHelp(command));
  return EXIT.OK;
}

function unknownCommand(word: string | undefined): Error {
  const names = COMMANDS.map(({ name }) => name).join(", ");
  if (word === undefined) return usageError(`there is no command: one of ${names}`, `See ${PROGRAM} --help.`);
  if (word.startsWith("-"))
    return usageError(
      `the command comes first, then its flags: ${JSON.stringify(word)} is no command`,
      `Commands: ${names}.`,
    );
  return usageError(`unknown command ${JSON.stringify(word)}`, `Commands: ${names}.`);
}
