// Checks the words after a command against its flags, and splits off the command to run.
import { usageError } from "../errors.ts";
import { ANSWERED_AT_ONCE } from "./common-flags.ts";
import type { FlagSpec } from "./flag-spec.ts";
import { isNear } from "./near.ts";
import { tokens } from "./tokens.ts";

export interface CommandLine {
  /** The text of each value flag that was given, all texts of a repeatable one, `true` or `false` for each switch. */
  readonly values: ReadonlyMap<string, string | boolean | readonly string[]>;
  /** The command to run and its arguments, if there are any. */
  readonly child: readonly string[] | undefined;
}

export interface Grammar {
  readonly name: string;
  readonly flags: readonly FlagSpec[];
  /** Whether the words that are no flags are a command to run. */
  readonly takesChild: boolean;
}

/** Go's strconv.ParseBool, which pflag uses for `--switch=VALUE`. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["1", "t", "T", "true", "TRUE", "True"].map((text) => [text, true] as const),
  ...["0", "f", "F", "false", "FALSE", "False"].map((text) => [text, false] as const),
]);

/** What a switch is set to; nothing for a word that is neither true nor false. */
export function booleanOf(text: string | undefined): boolean | undefined {
  return text === undefined ? true : BOOLEANS.get(text);
}

/** @throws HelperError (exit code 2) for an unknown flag, a flag twice, an empty or missing value, a surplus word */
export function readCommandLine(words: readonly string[], grammar: Grammar): CommandLine {
  const values = new Map<string, string | boolean | readonly string[]>();
  for (const token of tokens(words, grammar.flags)) {
    switch (token.kind) {
      case "flag":
        values.set(token.flag.name, collect(values.get(token.flag.name), token.flag, token.value));
        if (ANSWERED_AT_ONCE.includes(token.flag.name) && values.get(token.flag.name) === true)
          return { values, child: undefined };
        break;
      case "valueless":
        if (token.flag.valueOptional) {
          values.set(token.flag.name, collect(values.get(token.flag.name), token.flag, undefined));
          break;
        }
        throw usageError(`${display(token.flag)} needs a value: ${token.flag.value}`);
      case "unknown":
        throw usageError(
          `unknown flag ${printable(token.typed)} for ${grammar.name}`,
          suggestion(token.typed, grammar.flags),
        );
      case "word":
        if (!grammar.takesChild)
          throw usageError(`${grammar.name} takes no argument ${JSON.stringify(token.text)}`);
        if (token.text === "") throw usageError("there is no command: its name is empty");
        return { values, child: words.slice(token.next - 1) };
      case "end":
        return { values, child: childAfterDashes(words.slice(token.next), grammar) };
    }
  }
  return { values, child: undefined };
}

/** What a flag has after it is given once more. */
function collect(
  before: string | boolean | readonly string[] | undefined,
  flag: FlagSpec,
  value: string | undefined,
): string | boolean | readonly string[] {
  const now = flagValue(flag, value);
  if (flag.repeatable) return [...(Array.isArray(before) ? before : []), String(now)];
  if (before !== undefined) throw usageError(`${display(flag)} is given twice`);
  return now;
}

function flagValue(flag: FlagSpec, value: string | undefined): string | boolean {
  if (flag.valueOptional) return true;
  if (flag.value !== undefined) {
    if (value === undefined || value === "")
      throw usageError(
        `${display(flag)} has an empty value`,
        `Perhaps a variable in your command is not set. Leave the flag out to use the default.`,
      );
    return value;
  }
  if (value === undefined) return true;
  const on = BOOLEANS.get(value);
  if (on === undefined)
    throw usageError(`${display(flag)} is a switch: true or false, not ${JSON.stringify(value)}`);
  return on;
}

function childAfterDashes(child: readonly string[], grammar: Grammar): readonly string[] | undefined {
  if (!grammar.takesChild && child.length === 0) return undefined;
  if (!grammar.takesChild) throw usageError(`${grammar.name} takes no argument ${JSON.stringify(child[0])}`);
  // `env -- $CMD` with an empty CMD must not print the credentials into the log.
  if (child.length === 0 || child[0] === "") throw usageError("there is no command after --");
  return child;
}

/** A typed word in a message: on its line, whatever is in it. */
function printable(word: string): string {
  return /^[\x21-\x7e]+$/.test(word) ? word : JSON.stringify(word);
}

function display(flag: FlagSpec): string {
  return flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
}

function suggestion(typed: string, flags: readonly FlagSpec[]): string | undefined {
  const name = typed.replace(/^-+/, "");
  const near =
    flags.find((flag) => isNear(name, flag.name)) ??
    flags.find((flag) => name.length > 2 && (flag.name.startsWith(name) || name.startsWith(flag.name)));
  return near === undefined ? undefined : `Did you mean --${near.name}?`;
}
