// `unset`: takes out what `env` sets, in every shell; needs no token and asks nobody.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SHELLS } from "../../src/shells/index.ts";
import { runTool } from "../cli/run-tool.ts";

const NAMES = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_CREDENTIAL_EXPIRATION",
];
const REGION = ["AWS_REGION", "AWS_DEFAULT_REGION"];
const HOOK = "GITLAB_AWS_CREDENTIAL_EXPIRES_AT";

describe("unset", () => {
  for (const shell of SHELLS)
    it(shell.name, async () => {
      const { exitCode, stdout, stderr } = await runTool(["unset", "--shell", shell.name]);
      assert.deepEqual([exitCode, stderr], [0, ""]);
      assert.equal(stdout, shell.unsetScript([...NAMES, HOOK]));
    });

  for (const flags of [["--region"], ["--region", "eu-west-1"], ["--region=eu-west-1"]])
    it(`${flags.join(" ")}: the region, too`, async () => {
      for (const words of [
        ["--shell", "sh", ...flags],
        [...flags, "--shell", "sh"],
      ])
        assert.equal(
          (await runTool(["unset", ...words])).stdout,
          [...NAMES, ...REGION, HOOK].map((name) => `unset ${name};\n`).join(""),
        );
    });
});
