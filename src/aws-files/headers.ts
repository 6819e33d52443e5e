// The section of a profile in each of the two AWS files, and which headers mean the same one.
import { trim } from "./white-space.ts";
import { shlexWords } from "./words.ts";

export interface SectionHeader {
  /** What stands between the brackets. */
  readonly name: string;
  /** Whether botocore reads a section with this text between the brackets as the same profile. */
  isMeantBy(other: string): boolean;
  /** Whether any SDK might. */
  mayBeMeantBy(other: string): boolean;
}

/** `[NAME]`: the credentials file. botocore and the JavaScript SDK compare exactly, the Go SDK trims. */
export function credentialsHeader(profile: string): SectionHeader {
  return {
    name: profile,
    isMeantBy: (other) => other === profile,
    mayBeMeantBy: (other) => trim(other) === profile,
  };
}

/**
 * `[default]` or `[profile NAME]`: the config file. botocore splits the header as a shell would, and takes every
 * header that begins with `profile` and has two words; so `[profile "x"]` is the profile x, and `[profile default]`
 * competes with `[default]`.
 */
export function configHeader(profile: string): SectionHeader {
  const isMeantBy = (other: string): boolean => {
    if (other === "default") return profile === "default";
    const words = other.startsWith("profile") ? shlexWords(other) : undefined;
    return words?.length === 2 && words[1] === profile;
  };
  return {
    name: profile === "default" ? "default" : `profile ${profile}`,
    isMeantBy,
    mayBeMeantBy: (other) => isMeantBy(trim(other)),
  };
}
