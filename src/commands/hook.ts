// `hook`: prints the functions with which a running shell logs in, refreshes and logs out. Needs no token and asks nobody.
import { COMMON_FLAGS } from "../arguments/common-flags.ts";
import { EXIT, usageError } from "../errors.ts";
import { SHELLS } from "../shells/index.ts";
import { requiredShell, SHELL } from "./shell-flag.ts";
import type { Command } from "./types.ts";

const NAMES = SHELLS.filter(({ hook }) => hook !== undefined).flatMap(({ name, aliases }) => [
  name,
  ...aliases,
]);

export const hook: Command = {
  name: "hook",
  usage: "--shell NAME",
  summary: "print the functions gitlab_aws_login, gitlab_aws_refresh and gitlab_aws_logout for a shell",
  description: [
    "A shell that has evaluated or sourced them logs in by itself, without a secret in its trace, and starts no process while its credentials are still good. They take the flags of env.",
    "The same texts are in the folder shells/ of the package.",
  ],
  flags: [{ ...SHELL, choices: NAMES }, ...COMMON_FLAGS],
  examples: [
    'eval "$(gitlab-aws-credential-helper hook --shell bash)"',
    "gitlab-aws-credential-helper hook --shell fish | source",
    "gitlab-aws-credential-helper hook --shell powershell | Out-String | Invoke-Expression",
  ],
  script: true,
  async run({ flags }, { stdout }) {
    const { name, hook: file } = requiredShell(flags);
    // Loaded here: no other command needs the texts.
    const { HOOK_TEXTS } = await import("../hooks/generated.ts");
    const text = file === undefined ? undefined : HOOK_TEXTS[file];
    if (text === undefined)
      throw usageError(
        `--shell: ${name} cannot have a hook: it has no functions`,
        `One of ${NAMES.join(", ")}.`,
      );
    await stdout.write(text);
    return EXIT.OK;
  },
};
