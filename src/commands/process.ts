// `process`: what the AWS SDKs run as a credential_process.

import { DEBUG } from "../arguments/common-flags.ts";
import { EXIT } from "../errors.ts";
import { findCredentials, keepAnswer } from "../login.ts";
import { process as format } from "../outputs/process.ts";
import { resolveRequest } from "../request/resolve.ts";
import { printSecrets } from "./print-secrets.ts";
import { loginFlags } from "./request-flags.ts";
import type { Command } from "./types.ts";

export const process: Command = {
  name: "process",
  usage: "[FLAGS]",
  summary: "print the credential_process JSON of the AWS SDKs",
  description: [
    "The AWS CLI and the SDKs run this command when they need credentials, and again before these expire. They show its stderr to their users, so a failure is one line.",
  ],
  flags: loginFlags(),
  examples: [
    'aws configure set credential_process "gitlab-aws-credential-helper process"',
    'aws configure set credential_process "gitlab-aws-credential-helper process --role-name deploy" --profile deploy',
  ],
  oneLineErrors: true,
  async run({ flags }, context) {
    const request = resolveRequest(flags, context.env);
    const found = await findCredentials(request, context);
    const text = format.render(found.credentials, undefined);
    await printSecrets(text, context);
    // A run that explains itself says more than its answer.
    if (!flags.on(DEBUG.name)) await keepAnswer(text, found, request, context);
    return EXIT.OK;
  },
};
