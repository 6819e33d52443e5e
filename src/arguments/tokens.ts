// The grammar of a command line: the forms of the Go tool's flag parser (pflag), which scripts in the field rely on.
// https://pkg.go.dev/github.com/spf13/pflag#hdr-Command_line_flag_syntax
import type { FlagSpec } from "./flag-spec.ts";

export type Token =
  | { readonly kind: "flag"; readonly flag: FlagSpec; readonly value: string | undefined }
  /** A value flag at the end of the line. */
  | { readonly kind: "valueless"; readonly flag: FlagSpec }
  | { readonly kind: "unknown"; readonly typed: string }
  /** A word that is no flag, and where the words after it begin. */
  | { readonly kind: "word"; readonly text: string; readonly next: number }
  /** `--`: everything from `next` on is not ours. */
  | { readonly kind: "end"; readonly next: number };

/**
 * Reads `--flag value`, `--flag=value`, `-f value`, `-fvalue`, `-f=value` and bundles such as `-ef FILE`.
 * A value flag takes the next word whatever it looks like, as pflag does.
 */
export function* tokens(words: readonly string[], flags: readonly FlagSpec[]): Generator<Token, void> {
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (word === "--") return yield { kind: "end", next: index + 1 };
    if (word === "-" || !word.startsWith("-")) {
      yield { kind: "word", text: word, next: index + 1 };
      continue;
    }
    const read = word.startsWith("--") ? longFlag(word, flags) : shortFlags(word, flags);
    for (const token of read) {
      const next = words[index + 1];
      if (token.kind !== "valueless" || next === undefined) yield token;
      else if (token.flag.valueOptional && next.startsWith("-"))
        yield { ...token, kind: "flag", value: undefined };
      else yield { kind: "flag", flag: token.flag, value: words[++index] };
    }
  }
}

function longFlag(word: string, flags: readonly FlagSpec[]): Token[] {
  const equals = word.indexOf("=");
  const name = equals === -1 ? word.slice(2) : word.slice(2, equals);
  const flag = flags.find((candidate) => candidate.name === name);
  if (flag === undefined) return [{ kind: "unknown", typed: `--${name}` }];
  if (equals !== -1) return [{ kind: "flag", flag, value: word.slice(equals + 1) }];
  return [flag.value === undefined ? { kind: "flag", flag, value: undefined } : { kind: "valueless", flag }];
}

function shortFlags(word: string, flags: readonly FlagSpec[]): Token[] {
  const read: Token[] = [];
  for (let at = 1; at < word.length; at++) {
    const flag = flags.find((candidate) => candidate.short === word[at]);
    if (flag === undefined) return [...read, { kind: "unknown", typed: `-${word[at]}` }];
    const rest = word.slice(at + 1);
    if (rest.startsWith("=")) return [...read, { kind: "flag", flag, value: rest.slice(1) }];
    if (flag.value === undefined) read.push({ kind: "flag", flag, value: undefined });
    else return [...read, rest === "" ? { kind: "valueless", flag } : { kind: "flag", flag, value: rest }];
  }
  return read;
}
