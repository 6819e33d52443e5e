// Keys that are already there and that some SDK would look at before those to be written.
import type { KeyChanges } from "../aws-files/edit.ts";
import { configHeader, credentialsHeader, type SectionHeader } from "../aws-files/headers.ts";
import { configFilePath, credentialsFilePath } from "../aws-files/locations.ts";
import { sectionValues } from "../aws-files/section-values.ts";
import type { Context } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";
import { COMPANION_KEYS } from "./credential-keys.ts";
import type { ProfileKind } from "./types.ts";

/** A profile's section in one of the two files. */
export interface ProfileSection {
  readonly profile: string;
  readonly file: "credentials" | "config";
  readonly path: string;
  readonly header: SectionHeader;
}

export interface Conflict extends ProfileSection {
  /** The keys that are in the way. */
  readonly keys: readonly string[];
  /** Those, and what means nothing without them. */
  readonly removable: readonly string[];
  /** Whether nothing else is in that section. */
  readonly isWholeSection: boolean;
}

/** The section of a profile in each file. */
export function profileSections(profile: string, context: Context): readonly ProfileSection[] {
  return [
    { profile, file: "credentials", path: credentialsFilePath(context), header: credentialsHeader(profile) },
    { profile, file: "config", path: configFilePath(context), header: configHeader(profile) },
  ];
}

/** @throws HelperError (7) when a file cannot be read, or is one that botocore rejects */
export function findConflicts(kind: ProfileKind, sections: readonly ProfileSection[]): readonly Conflict[] {
  return sections.flatMap((section) => {
    const present = sectionValues(section.path, section.header) ?? new Map();
    const own = section.file === kind.file ? kind.keys : [];
    const isForeign = (key: string): boolean => present.has(key) && !own.includes(key);
    const keys = kind.beatenBy.filter(isForeign);
    if (keys.length === 0) return [];
    const removable = [...keys, ...COMPANION_KEYS.filter(isForeign)];
    return [{ ...section, keys, removable, isWholeSection: removable.length === present.size }];
  });
}

/** The change that takes a conflict out of the way. */
export function removal({ removable, isWholeSection }: Conflict): KeyChanges | "remove" {
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
