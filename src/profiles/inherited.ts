// Keys of `[DEFAULT]` in the AWS files, which botocore and the AWS CLI read as keys of every section.
import { type AwsFileKind, headerFor } from "../aws-files/headers.ts";
import { EXIT, HelperError } from "../errors.ts";
import { type AwsFiles, type Conflict, FILE_KINDS } from "./conflicts.ts";
import type { ProfileKind } from "./types.ts";

export interface InheritedConflict {
  readonly profile: string;
  readonly path: string;
  /** Those that are in the way, and the line of the first, counted from 1. */
  readonly keys: readonly string[];
  readonly line: number;
  /** Whether one of them takes the place of a key that this kind writes, so that the two would be mixed. */
  readonly isMixed: boolean;
}

/**
 * Keys of `[DEFAULT]` that are in the way of a profile: botocore hands them down to every section. No other change than to
 * `[DEFAULT]` itself helps, and other profiles may live on that; so these are never taken out.
 * @param taken the conflict of the profile's own that will be taken out of a file: what a section does not hold itself, it inherits
 */
export function findInheritedConflicts(
  kind: ProfileKind,
  profile: string,
  files: AwsFiles,
  taken: (file: AwsFileKind) => Conflict | undefined,
): readonly InheritedConflict[] {
  return FILE_KINDS.flatMap((file) => {
    const inherited = files[file].inherited();
    if (inherited.size === 0) return [];
    const goes = taken(file);
    const section = goes?.isWholeSection ? undefined : files[file].values(headerFor(file, profile));
    // What is not there inherits nothing, but it will be there when we have written it.
    if (section === undefined && file !== kind.file) return [];
    const gone = [...(goes?.removable ?? []), ...(file === kind.file ? kind.keys : [])];
    const isHeld = (key: string): boolean => section?.has(key) === true && !gone.includes(key);
    const keys = kind.beatenByInherited[file].filter((key) => inherited.has(key) && !isHeld(key));
    const lines = keys.map((key) => (inherited.get(key)?.line ?? 0) + 1);
    if (keys.length === 0) return [];
    const isMixed = keys.some((key) => kind.keys.includes(key));
    return [{ profile, path: files[file].path, keys, line: Math.min(...lines), isMixed }];
  });
}

/** The conflict in words. */
export function describeInherited({ profile, path, keys, line }: InheritedConflict): string {
  return `profile ${profile}: ${keys.join(", ")} in [DEFAULT] of ${path}, line ${line}, would win over what is written now: botocore and the AWS CLI read the keys of [DEFAULT] as keys of every section`;
}

export function inheritedError(conflict: InheritedConflict): HelperError {
  return new HelperError(EXIT.FILE, describeInherited(conflict), {
    remedy: "The files were left as they are. Move these keys from [DEFAULT] to the sections that need them.",
  });
}
