// What a flag is. The tables of flags feed the parser, the help, the completions and the README.

export interface FlagSpec {
  /** The long name, without dashes. */
  readonly name: string;
  /** The one-letter name. */
  readonly short?: string;
  /** What stands for the value in the help; a flag without one is a switch. */
  readonly value?: string;
  /** A switch after which a value may stand, but need not. */
  readonly valueOptional?: boolean;
  /** Whether it may be given more than once, each time with another value. */
  readonly repeatable?: boolean;
  /** The variables that give the same value, in the order in which they are looked at. */
  readonly variables?: readonly string[];
  /** The default, in words. */
  readonly fallback?: string;
  /** The values that make sense, for the help and the completions. */
  readonly choices?: readonly string[];
  readonly summary: string;
}

/** The flags of one command line, as they were typed: each value a non-empty text. */
export interface Flags {
  /** The text given to a value flag. */
  value(name: string): string | undefined;
  /** Where the text was found, when not on the command line. */
  place?(name: string): string | undefined;
  /** All texts given to a repeatable flag, in their order. */
  all(name: string): readonly string[];
  /** Whether a switch is on. */
  on(name: string): boolean;
}
