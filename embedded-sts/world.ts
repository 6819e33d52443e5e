// Everything that the actions of the STS work on.
import type { Account } from "./configuration.ts";
import type { Issuer } from "./issuer.ts";
import type { SessionStore } from "./sessions.ts";

export interface World {
  readonly partition: string;
  readonly accounts: readonly Account[];
  readonly issuer: Issuer;
  readonly sessions: SessionStore;
  readonly now: () => Date;
}

/** One call of the query protocol. */
export interface StsRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  /** Names in lower case; the bytes of the values as Latin-1, as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  /** From the query and the form; the form wins. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** The clock in whole seconds since the epoch. */
export function nowSeconds(world: World): number {
  return Math.floor(world.now().getTime() / 1000);
}
