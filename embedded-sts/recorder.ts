// Remembers what the server was asked.

export interface RecordedRequest {
  /** RFC 3339, by the clock of the server. */
  readonly time: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Of query and form, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The action of an STS call; undefined for the documents of the issuer. */
  readonly action: string | undefined;
  /** The name of the fault that the call met. */
  readonly fault: string | undefined;
}

export class Recorder {
  /** In the order of arrival; the same array as long as the server lives. */
  readonly requests: RecordedRequest[] = [];

  /** How many calls each action got. */
  counts(): Readonly<Record<string, number>> {
    const counts = new Map<string, number>();
    for (const { action } of this.requests) {
      if (action !== undefined) counts.set(action, (counts.get(action) ?? 0) + 1);
    }
    return Object.fromEntries(counts);
  }

  clear(): void {
    this.requests.length = 0;
  }
}
