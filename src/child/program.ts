// What is to be executed, and what of it goes beyond the texts that JavaScript can hold.
import type { Environment } from "../context.ts";
import { isDoubtful } from "./raw-bytes.ts";

export interface Program {
  readonly path: string;
  /** The first of its arguments: its name as it was typed. */
  readonly name: string;
  readonly args: readonly string[];
  /** Name and arguments as they are, where they hold bytes that are no UTF-8. */
  readonly bytes: readonly Buffer[] | undefined;
  /** What it inherits beyond standard input, output and error. */
  readonly descriptors: readonly number[];
}

/** Whether a variable may hold bytes that are no UTF-8. */
export function isDoubtfulEnvironment(env: Environment): boolean {
  return Object.entries(env).some(([name, value]) => isDoubtful(name) || isDoubtful(value));
}

/** The interpreter of scripts that name none: execvp(3), and POSIX for every shell. */
export const SHELL = "/bin/sh";

/** A script without a `#!` line, as execvp(3) runs it. */
export function withShell({ path, args, bytes, descriptors }: Program): Program {
  return {
    path: SHELL,
    name: SHELL,
    args: [path, ...args],
    bytes: bytes && [Buffer.from(SHELL), Buffer.from(path), ...bytes.slice(1)],
    descriptors,
  };
}

/** What sh sets on its own, and how it is taken out again where it was not there. ksh93 counts SHLVL down, and crashes without it. */
const SET_BY_SHELL = {
  PWD: "unset PWD;",
  OLDPWD: "unset OLDPWD;",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own
  SHLVL: '[ "${KSH_VERSION-}" ] || unset SHLVL;',
};

/**
 * A program whose arguments hold bytes that are no UTF-8, by way of sh, because Node starts programs with texts only. These
 * arguments were on a command line before, and are on that of sh as octal numbers.
 */
export function throughShell({ path, name, bytes = [], descriptors }: Program, env: Environment): Program {
  const words = [Buffer.from(name.startsWith("-") ? path : name), ...bytes.slice(1)];
  const texts: string[] = [];
  const parts = words.map((word) => {
    const text = word.toString("utf8");
    if (!Buffer.from(text).equals(word)) return `"${octal(word)}"`;
    texts.push(text);
    return `"\${${texts.length}}"`;
  });
  const unset = Object.entries(SET_BY_SHELL)
    .filter(([variable]) => !Object.hasOwn(env, variable))
    .map(([, statement]) => statement);
  const script = [...unset, "exec", ...parts].join(" ");
  return { path: SHELL, name: "sh", args: ["-c", script, "sh", ...texts], bytes: undefined, descriptors };
}

/** An expression of sh for some bytes. The substitution takes newlines from the end, so that these stand behind it. */
function octal(bytes: Buffer): string {
  let end = bytes.length;
  while (bytes[end - 1] === 0x0a) end -= 1;
  const numbers = [...bytes.subarray(0, end)].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`);
  return `$(printf '${numbers.join("")}')${"\n".repeat(bytes.length - end)}`;
}
