// tcsh and csh. Users load the script with eval `helper …`, which splits at blanks and turns newlines into blanks.
import { statementShell } from "./statements.ts";

/** Values like those of AWS, which any csh reads alike between plain quotes. */
const PLAIN_VALUE = /^[A-Za-z0-9_./+=:-]*$/;

/** Every ASCII character but those that stand for themselves in any place. */
const SPECIAL_ASCII = /[^A-Za-z0-9_./+=\-\u0080-\uffff]/g;

/**
 * `$'…'` with every special ASCII character as an octal escape, so that no white space, quote or `!` is left for
 * the command substitution and the history expansion to find. Non-ASCII stays raw: in a UTF-8 locale `\303` means U+00C3, not a byte.
 */
export function quoteTcsh(value: string): string {
  if (PLAIN_VALUE.test(value)) return `'${value}'`;
  return `$'${value.replace(SPECIAL_ASCII, octalEscape)}'`;
}

function octalEscape(character: string): string {
  return `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
}

export const tcsh = statementShell({
  name: "tcsh",
  aliases: ["csh"],
  load: "eval `{}`",
  hook: "hook.tcsh",
  set: (name, value) => `setenv ${name} ${quoteTcsh(value)}`,
  unset: (name) => `unsetenv ${name}`,
  fail: () => "false",
});
