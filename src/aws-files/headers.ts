// The section of a profile in each of the two AWS files, and which headers mean the same one.
import { trim } from "./white-space.ts";
import { shlexWords } from "./words.ts";

/** Which of the two files: they name the same profile differently. */
export type AwsFileKind = "credentials" | "config";

export interface SectionHeader {
  readonly kind: AwsFileKind;
  readonly profile: string;
  /** What stands between the brackets. */
  readonly name: string;
  /** Whether botocore reads a section with this text between the brackets as the same profile. */
  isMeantBy(other: string): boolean;
}

/** `[NAME]`: the credentials file. botocore and the JavaScript SDK compare exactly, the Go SDK trims. */
export function credentialsHeader(profile: string): SectionHeader {
  return header("credentials", profile, profile);
}

/** `[default]` or `[profile NAME]`: the config file. */
export function configHeader(profile: string): SectionHeader {
  return header("config", profile, profile === "default" ? "default" : `profile ${profile}`);
}

/** The section of a profile in a file of that kind. */
export function headerFor(kind: AwsFileKind, profile: string): SectionHeader {
  return kind === "credentials" ? credentialsHeader(profile) : configHeader(profile);
}

function header(kind: AwsFileKind, profile: string, name: string): SectionHeader {
  return { kind, profile, name, isMeantBy: (other) => profileOf(kind, other) === profile };
}

/**
 * The profile that botocore reads from a section; undefined when it is none.
 *
 * In the config file botocore splits the header as a shell would, and takes every header that begins with `profile`
 * and has two words; so `[profile "x"]` is the profile x, and `[profile default]` competes with `[default]`.
 */
export function profileOf(kind: AwsFileKind, name: string): string | undefined {
  if (kind === "credentials" || name === "default") return name;
  const words = name.startsWith("profile") ? shlexWords(name) : undefined;
  return words?.length === 2 ? words[1] : undefined;
}

/** The profile that any SDK might read from a section. */
export function possibleProfileOf(kind: AwsFileKind, name: string): string | undefined {
  return profileOf(kind, trim(name));
}
