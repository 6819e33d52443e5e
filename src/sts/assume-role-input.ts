// What the trade takes.
import type { IdToken } from "../id-token/load.ts";

export interface AssumeRoleInput {
  readonly roleArn: string;
  readonly roleSessionName: string;
  readonly durationSeconds: number;
  readonly region: string;
  readonly endpoint: string;
  readonly token: IdToken;
}
