// Builds the scripts of a shell that sets one variable with one statement, from its rules.
import { assertEnvironmentValue, type EnvironmentChange } from "../environment.ts";
import type { Shell } from "./types.ts";

export interface StatementRules extends Pick<Shell, "name" | "aliases" | "load" | "loadUnset" | "hook"> {
  /** The statement that sets a variable and exports it to child processes. */
  set(name: string, value: string): string;
  /** The statement that takes a variable out. */
  unset(name: string): string;
  /** The statement that fails. */
  fail(exitCode: number): string;
  /** A last statement, where the shell's status would else be that of an unset. */
  readonly last?: string;
  /** What ends a statement: `;` and a newline, so that a shell which joins the lines with blanks reads the same. */
  readonly end?: string;
}

const STATEMENT_END = ";\n";

/** The failing statement's words, for shells whose failing statement carries a message. */
export function failureMessage(exitCode: number): string {
  return `gitlab-aws-credential-helper: failed (exit code ${exitCode})`;
}

/** Makes a {@link Shell} from the rules of a shell whose scripts are lists of statements. */
export function statementShell(rules: StatementRules): Shell {
  const { name, aliases, load, loadUnset, hook, end = STATEMENT_END } = rules;
  const text = (statements: readonly string[]): string =>
    [...statements, ...(rules.last === undefined ? [] : [rules.last])]
      .map((statement) => statement + end)
      .join("");
  const statement = (change: EnvironmentChange): string => {
    assertEnvironmentValue(change);
    return change.value === undefined ? rules.unset(change.name) : rules.set(change.name, change.value);
  };
  return {
    name,
    aliases,
    load,
    ...(loadUnset === undefined ? {} : { loadUnset }),
    ...(hook === undefined ? {} : { hook }),
    script: (changes) => text(changes.map(statement)),
    unsetScript: (names) => text(names.map((variable) => rules.unset(variable))),
    failure: (exitCode) => rules.fail(exitCode) + end,
  };
}
