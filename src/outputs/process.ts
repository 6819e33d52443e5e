// The JSON that the AWS SDKs read from a credential_process.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
import { expirationText } from "../credentials.ts";
import type { OutputFormat } from "./types.ts";

export const process: OutputFormat = {
  name: "process",
  summary: "the credential_process JSON of the AWS SDKs",
  // No AccountId: it would make the SDKs use account-based endpoints, which the Go tool's users never had.
  render: (credentials) =>
    `${JSON.stringify(
      {
        Version: 1,
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey.reveal(),
        SessionToken: credentials.sessionToken.reveal(),
        Expiration: expirationText(credentials.expiration),
      },
      null,
      2,
    )}\n`,
};
