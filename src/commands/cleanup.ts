// `cleanup`: for after_script. Removes what this tool wrote in this job, and nothing else.
import { COMMON_FLAGS } from "../arguments/common-flags.ts";
import { EXIT } from "../errors.ts";
import type { Command } from "./types.ts";

export const cleanup: Command = {
  name: "cleanup",
  usage: "",
  summary: "remove what this tool wrote in this job: for after_script",
  description: [
    "Removes cached credentials, token files, and the profiles that are still as this tool made them. It needs no token, says on stderr what it removed, and succeeds when there is nothing.",
  ],
  flags: COMMON_FLAGS,
  examples: ["gitlab-aws-credential-helper cleanup"],
  async run(_invocation, context) {
    const { cleanUp } = await import("../state/clean-up.ts");
    await cleanUp(context);
    return EXIT.OK;
  },
};
