// One AWS file as it was read: what a command must know of it before it decides what to change.
import { type BigIntStats, closeSync, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { EXIT, HelperError } from "../errors.ts";
import { errorCode, fileError, fileRefused } from "../files/file-error.ts";
import type { SectionHeader } from "./headers.ts";
import { ownValues, type ParsedFile, parseAwsFile } from "./parse.ts";
import { AwsFileProblem } from "./problem.ts";
import { readableFile } from "./reject.ts";
import { SectionIndex } from "./section-index.ts";

export class AwsFile {
  readonly path: string;
  readonly parsed: ParsedFile;
  /** What tells this version of the file from a later one; undefined when there is no file. */
  readonly version: BigIntStats | undefined;
  readonly #index: SectionIndex;

  constructor(path: string, parsed: ParsedFile, version: BigIntStats | undefined) {
    this.path = path;
    this.parsed = parsed;
    this.version = version;
    this.#index = new SectionIndex(parsed);
  }

  /**
   * The section's own keys, in lower case, and their values, as botocore reads them; nothing when there is no such section.
   * @throws HelperError (7) when two sections are that profile
   */
  values(header: SectionHeader): ReadonlyMap<string, string> | undefined {
    const section = this.#find(header);
    return section && (ownValues([section]).get(section.name) ?? new Map());
  }

  /** Whether the section can be removed as a whole without loss, once its keys need not be kept. */
  isDetached(header: SectionHeader): boolean {
    const section = this.#find(header);
    return section !== undefined && this.#index.isDetached(section);
  }

  /** The keys that botocore hands down to every section, and where they are. */
  inherited(): ReadonlyMap<string, { readonly line: number }> {
    return this.#index.inherited();
  }

  #find(header: SectionHeader) {
    try {
      return this.#index.find(header);
    } catch (error) {
      throw awsFileError(this.path, error);
    }
  }
}

/**
 * Reads a file that may be absent: then it is an empty one.
 * @param at the file behind a link
 * @throws HelperError (7) when the file cannot be read, or is one that botocore rejects
 */
export function readAwsFile(path: string, at: string = path): AwsFile {
  try {
    // A pipe would keep us waiting for a writer.
    if (!statSync(at).isFile()) throw fileRefused("cannot read", path, "it is not a regular file");
    const file = openSync(at, "r");
    try {
      const version = fstatSync(file, { bigint: true });
      return new AwsFile(path, readableFile(readFileSync(file)), version);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (errorCode(error) === "ENOENT") return new AwsFile(path, parseAwsFile(""), undefined);
    throw error instanceof AwsFileProblem ? awsFileError(path, error) : fileError("cannot read", path, error);
  }
}

/** What is wrong with a file, with its path. */
export function awsFileError(path: string, error: unknown): HelperError {
  if (!(error instanceof AwsFileProblem)) return fileError("cannot change", path, error);
  const place = error.line === undefined ? path : `${path}, line ${error.line}`;
  const remedy =
    error.line === undefined
      ? {}
      : { remedy: "The file was left as it is. Mend that line, then run the command again." };
  return new HelperError(EXIT.FILE, `cannot change ${place}: ${error.message}`, { cause: error, ...remedy });
}
