// xonsh: a Python string literal in pure ASCII. Rule: https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences
import { failureMessage, statementShell } from "./statements.ts";

/** Escapes all but printable ASCII: a raw CR inside a literal does not survive xonsh's parser. */
export function quotePython(value: string): string {
  return `'${[...value].map(escapePython).join("")}'`;
}

function escapePython(character: string): string {
  if (character === "\\" || character === "'") return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return character;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}

export const xonsh = statementShell({
  name: "xonsh",
  aliases: [],
  // Not `$({})`: under load it now and then loses what the program printed, and an empty script is no error.
  // biome-ignore lint/suspicious/noTemplateCurlyInString: ${...} is xonsh's name for the environment
  load: "execx(__import__('subprocess').run('{}'.split(), stdout=-1, env=${...}.detype()).stdout.decode())",
  hook: "hook.xsh",
  set: (name, value) => `$${name} = ${quotePython(value)}`,
  // ${...} is xonsh's name for the environment.
  unset: (name) => `\${...}.pop('${name}', None)`,
  fail: (exitCode) => `raise RuntimeError('${failureMessage(exitCode)}')`,
});
