// A value that remembers where it came from.
import type { FlagSpec, Flags } from "../arguments/flag-spec.ts";
import { type Environment, variable } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";

export type Origin =
  /** Its place is where the text was found, when not on the command line. */
  | { readonly kind: "flag"; readonly name: string; readonly place?: string }
  | { readonly kind: "variable"; readonly name: string }
  /** Worked out from other values, said in words. */
  | { readonly kind: "derived"; readonly from: string }
  | { readonly kind: "default" };

export interface Resolved<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** The origin in words, as messages name it: `--region`, `AWS_REGION`, `derived from the role ARN`, `default`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "flag":
      return origin.place ?? `--${origin.name}`;
    case "variable":
      return origin.name;
    case "derived":
      return `derived from ${origin.from}`;
    case "default":
      return "default";
  }
}

export function fromFlag(flags: Flags, input: FlagSpec): Resolved<string> | undefined {
  const value = flags.value(input.name);
  if (value === undefined) return undefined;
  const place = flags.place?.(input.name);
  const flag = { kind: "flag", name: input.name } as const;
  return { value, origin: place === undefined ? flag : { ...flag, place } };
}

/** The first of the variables that is set and not empty. */
export function fromVariables(env: Environment, names: readonly string[]): Resolved<string> | undefined {
  for (const name of names) {
    const value = variable(env, name);
    if (value !== undefined) return { value, origin: { kind: "variable", name } };
  }
  return undefined;
}

/** The value of an input: its flag, else its variables. */
export function given(flags: Flags, env: Environment, input: FlagSpec): Resolved<string> | undefined {
  return fromFlag(flags, input) ?? fromVariables(env, input.variables ?? []);
}

/** ` (NAME is set, but empty)` for those of the variables that are, so that nobody looks for a typing error in vain. */
export function emptyNote(env: Environment, names: readonly string[]): string {
  const empty = names.filter((name) => Object.hasOwn(env, name) && env[name] === "");
  return empty.length === 0
    ? ""
    : ` (${empty.join(" and ")} ${empty.length > 1 ? "are" : "is"} set, but empty)`;
}

/** A value that breaks a rule (exit code 3): names where it came from, the value and the rule. */
export function valueError(resolved: Resolved<string>, rule: string, remedy?: string): HelperError {
  return new HelperError(
    EXIT.VALUE,
    `${describeOrigin(resolved.origin)}: ${JSON.stringify(resolved.value)} ${rule}`,
    remedy === undefined ? {} : { remedy },
  );
}

/** Two values given the same way that disagree (exit code 3): the message names both. */
export function disagreement(one: Resolved<string>, other: Resolved<string>, why: string): HelperError {
  return new HelperError(
    EXIT.VALUE,
    `${describeOrigin(one.origin)} (${JSON.stringify(one.value)}) and ${describeOrigin(other.origin)} (${JSON.stringify(other.value)}) disagree: ${why}`,
    { remedy: "Give only one of them, or make them agree." },
  );
}
