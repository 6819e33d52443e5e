// Everything impure, passed in, so that each part can be tested without a process of its own.

/** A snapshot of environment variables. Only `main.ts` reads `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One of the two standard output streams. */
export interface OutputStream {
  /** Writes the whole text; a reader that has gone away is not an error. */
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
}

/** What a command may touch of the world outside. */
export interface Context {
  readonly env: Environment;
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string | undefined;
  readonly workingDirectory: string;
  /** The words that start this program again: an absolute path, after that of its interpreter where one is needed. */
  readonly helperCommand: readonly string[];
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after so many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
  readonly stdout: OutputStream;
  readonly log: Log;
  /** The command line without the program's name, as it was typed. */
  readonly words?: readonly string[];
  /** Told that there are credentials: compiled code of such a run is worth keeping for the next one. */
  loggedIn?(): void;
}

/** Messages for people, on stderr. */
export interface Log {
  /** What was done, where a user would want to know. */
  info(message: string): void;
  warn(message: string): void;
  /** Shown with `--debug` only. */
  debug(message: string): void;
}

/** The value of a variable; an empty one counts as not set, as in the Go tool this one succeeds. */
export function variable(env: Environment, name: string): string | undefined {
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  return value === "" ? undefined : value;
}
