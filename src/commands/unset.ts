// `unset`: takes everything that `env` sets out of a shell again. Needs no token and asks nobody.
import { COMMON_FLAGS } from "../arguments/common-flags.ts";
import type { FlagSpec } from "../arguments/flag-spec.ts";
import { shellVariableNames } from "../environment.ts";
import { EXIT } from "../errors.ts";
import { requiredShell, SHELL } from "./shell-flag.ts";
import type { Command } from "./types.ts";

const REGION = {
  name: "region",
  value: "REGION",
  valueOptional: true,
  summary: "take out AWS_REGION and AWS_DEFAULT_REGION too; the value does not matter",
} as const satisfies FlagSpec;

export const unset: Command = {
  name: "unset",
  usage: "--shell NAME [--region]",
  summary: "print the statements that take everything env sets out of a shell again",
  description: ["It is harmless when nothing is set."],
  flags: [SHELL, REGION, ...COMMON_FLAGS],
  examples: [
    'eval "$(gitlab-aws-credential-helper unset --shell bash)"',
    "gitlab-aws-credential-helper unset --shell fish | source",
    "hide-env -i ...(gitlab-aws-credential-helper unset --shell nu | from json)",
  ],
  script: true,
  async run({ flags }, { stdout }) {
    await stdout.write(requiredShell(flags).unsetScript(shellVariableNames(flags.on(REGION.name))));
    return EXIT.OK;
  },
};
