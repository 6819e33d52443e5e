// What a kind of profile is. A new kind is one file that exports a `ProfileKind`, and one line in `index.ts`.
import type { FlagSpec, Flags } from "../arguments/flag-spec.ts";
import type { KeyChanges } from "../aws-files/edit.ts";
import type { AwsFileKind } from "../aws-files/headers.ts";
import type { Context } from "../context.ts";
import type { LoginRequest } from "../request/resolve.ts";

/** One profile to write. */
export interface ProfileOrder {
  readonly name: string;
  readonly request: LoginRequest;
  /** The flags from which the request was made: those of the command line, and the profile's own over them. */
  readonly flags: Flags;
}

export interface ProfileKind {
  readonly name: string;
  /** The switch that asks for this kind; the one without is the default. */
  readonly flag?: FlagSpec;
  /** The file that its keys belong to. */
  readonly file: AwsFileKind;
  /** The keys that this kind writes; all other keys that decide about credentials are in its way. */
  readonly keys: readonly string[];
  /** Those keys, in either file, that some SDK looks at before this kind's own. */
  readonly beatenBy: readonly string[];
  /** Those that botocore looks at before this kind's own when it finds them in `[DEFAULT]` of a file: no other SDK looks there. */
  readonly beatenByInherited: Readonly<Record<AwsFileKind, readonly string[]>>;
  /** Whether a key that beats it is an error; the default kind only warns, as it has always written its profile. */
  readonly refusesConflicts: boolean;
  /** The values of the keys; whatever it needs for them, a login or a file, has happened when it returns. */
  prepare(order: ProfileOrder, context: Context): Promise<KeyChanges>;
}
