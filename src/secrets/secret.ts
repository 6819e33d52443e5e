// A value that prints as [secret] wherever it ends up by mistake. Imports nothing but the list that messages are cleaned with.
import { rememberSecret, SECRET_PLACEHOLDER } from "./redact.ts";

/** Holds a secret text. String conversion, JSON and console output all give "[secret]"; only `reveal()` gives the text. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    rememberSecret(value);
  }

  /** The secret itself: every use of this method is a place to review. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SECRET_PLACEHOLDER;
  }

  toJSON(): string {
    return SECRET_PLACEHOLDER;
  }

  /** Node's hook for `console.log` and `util.inspect`. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return SECRET_PLACEHOLDER;
  }
}
