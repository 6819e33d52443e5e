// Keys that are already there and that some SDK would look at before those to be written.
import type { AwsFile } from "../aws-files/aws-file.ts";
import type { SectionEdit } from "../aws-files/edit.ts";
import { type AwsFileKind, headerFor, type SectionHeader } from "../aws-files/headers.ts";
import { EXIT, HelperError } from "../errors.ts";
import { COMPANION_KEYS } from "./credential-keys.ts";
import type { ProfileKind } from "./types.ts";

/** Each of the two AWS files, as it was read. */
export type AwsFiles = Readonly<Record<AwsFileKind, AwsFile>>;

export const FILE_KINDS: readonly AwsFileKind[] = ["credentials", "config"];

export interface Conflict {
  readonly profile: string;
  readonly file: AwsFileKind;
  readonly path: string;
  readonly header: SectionHeader;
  /** The keys that are in the way. */
  readonly keys: readonly string[];
  /** Those, and what means nothing without them. */
  readonly removable: readonly string[];
  /** Whether nothing else is in that section. */
  readonly isWholeSection: boolean;
}

/** The profile's own keys that are in the way, in each file: `--replace` can take them out. */
export function findConflicts(kind: ProfileKind, profile: string, files: AwsFiles): readonly Conflict[] {
  return FILE_KINDS.flatMap((file) => {
    const header = headerFor(file, profile);
    const present = files[file].values(header);
    if (present === undefined) return [];
    // Somebody may use one file as both.
    const own = files[file].path === files[kind.file].path ? kind.keys : [];
    const isForeign = (key: string): boolean => present.has(key) && !own.includes(key);
    // Every SDK takes the value in the credentials file when a key is in both.
    const beatenBy =
      file === "credentials" ? new Set([...kind.beatenBy, ...kind.keys]) : new Set(kind.beatenBy);
    const keys = [...beatenBy].filter(isForeign);
    if (keys.length === 0) return [];
    const removable = [...new Set([...keys, ...COMPANION_KEYS.filter(isForeign)])];
    const isWholeSection = removable.length === present.size && files[file].isDetached(header);
    return [{ profile, file, path: files[file].path, header, keys, removable, isWholeSection }];
  });
}

/** The change that takes a conflict out of the way. */
export function removal({ removable, isWholeSection }: Conflict): SectionEdit["changes"] {
  return isWholeSection ? "remove" : new Map(removable.map((key) => [key, undefined]));
}

/** The conflict in words. */
export function describeConflict({ profile, path, keys, header }: Conflict): string {
  return `profile ${profile}: ${keys.join(", ")} in [${header.name}] of ${path} would win over what is written now`;
}

export function conflictError(conflict: Conflict): HelperError {
  return new HelperError(EXIT.FILE, describeConflict(conflict), {
    remedy: "Give --replace to take them out, or choose another profile name with --name.",
  });
}
