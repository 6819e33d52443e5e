// Collects the problems of a policy while it is read, with the checks that every element needs.
import type { PolicyProblem } from "./types.ts";

export class ProblemList {
  readonly list: PolicyProblem[] = [];

  add(code: PolicyProblem["code"], path: string, message: string): void {
    this.list.push({ code, path, message });
  }

  /** IAM refuses elements that it does not know: a misspelt `Conditon` would otherwise leave a role open. */
  addUnknownElements(object: object, path: string, known: readonly string[]): void {
    for (const name of Object.keys(object)) {
      if (known.includes(name)) continue;
      const near = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
      const hint = near === undefined ? "" : `; did you mean ${near}?`;
      this.add(
        "unknown-element",
        path === "" ? name : `${path}.${name}`,
        `there is no element ${name}${hint}`,
      );
    }
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text or a list of texts, as a list. Anything else is added to the problems. */
export function textList(value: unknown, path: string, problems: ProblemList): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = values.filter((entry) => typeof entry === "string");
  if (texts.length !== values.length) {
    problems.add("wrong-type", path, "a text or a list of texts is wanted");
  } else if (values.length === 0) {
    problems.add("bad-value", path, "the list is empty");
  }
  return texts;
}
