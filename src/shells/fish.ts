// fish. Rules: https://fishshell.com/docs/current/language.html#quotes and #escaping-characters
import { statementShell } from "./statements.ts";

/**
 * Between fish's single quotes only `\` and `'` are special. Control characters leave the quotes and become escapes,
 * because `eval (helper …)` splits its input at newlines.
 */
export function quoteFish(value: string): string {
  const body = value
    .replace(/[\\']/g, "\\$&")
    .replace(/[\u0001-\u001f\u007f]+/g, (run) => `'${[...run].map(escapeControl).join("")}'`);
  return `'${body}'`;
}

function escapeControl(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

export const fish = statementShell({
  name: "fish",
  aliases: [],
  load: "{} | source",
  hook: "hook.fish",
  set: (name, value) => `set -gx ${name} ${quoteFish(value)}`,
  unset: (name) => `set -e ${name}`,
  // `set -e` of a variable that is not set has status 4, and `set -gx` keeps the status of what ran before it.
  last: "true",
  // fish has no statement that carries a code without ending the shell.
  fail: () => "false",
});
