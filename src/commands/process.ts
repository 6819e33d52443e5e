// `process`: what the AWS SDKs run as a credential_process.

import { EXIT } from "../errors.ts";
import { login } from "../login.ts";
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
    const credentials = await login(resolveRequest(flags, context.env), context);
    await printSecrets(format.render(credentials, undefined), context);
    return EXIT.OK;
  },
};
