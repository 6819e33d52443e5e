// `exec`: runs a command with the credentials in its environment.
import { usageError } from "../errors.ts";
import { loginFlags } from "./request-flags.ts";
import { runWithCredentials } from "./run-with-credentials.ts";
import type { Command } from "./types.ts";

export const exec: Command = {
  name: "exec",
  usage: "[FLAGS] -- COMMAND [ARGUMENT…]",
  summary: "run a command with the credentials in its environment",
  description: [
    "Nothing is printed. The command gets the signals that this program gets, and its exit code is this program's. A failure of the helper itself has exit code 125.",
  ],
  flags: loginFlags(),
  examples: [
    "gitlab-aws-credential-helper exec -- aws s3 ls",
    "gitlab-aws-credential-helper exec --region eu-central-1 -- terraform apply",
  ],
  takesChild: true,
  needsChild: true,
  async run({ flags, child }, context) {
    if (child === undefined) throw usageError("there is no command to run");
    return runWithCredentials(child, flags, context);
  },
};
