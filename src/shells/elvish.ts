// elvish. Rule: https://elv.sh/ref/language.html#single-quoted-string
import { failureMessage, statementShell } from "./statements.ts";

/** Between elvish's single quotes only `'` is special, and is doubled. */
export function quoteElvish(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

export const elvish = statementShell({
  name: "elvish",
  aliases: [],
  load: "eval ({} | slurp)",
  hook: "hook.elv",
  set: (name, value) => `set-env ${name} ${quoteElvish(value)}`,
  unset: (name) => `unset-env ${name}`,
  fail: (exitCode) => `fail ${quoteElvish(failureMessage(exitCode))}`,
});
