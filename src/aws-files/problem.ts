// What is wrong with an AWS file, or with a change to it, before anybody knows its path. Imports nothing.

/** Thrown by the pure parts of this folder; {@link updateAwsFile} adds the path and makes a HelperError of it. */
export class AwsFileProblem extends Error {
  override readonly name = "AwsFileProblem";
  /** Counted from 1; undefined when the whole file is meant. */
  readonly line: number | undefined;

  /**
   * @param reason a sentence part without the path and the line, and without any value from the file: those may be secret
   */
  constructor(reason: string, line?: number) {
    super(reason);
    this.line = line;
  }
}
