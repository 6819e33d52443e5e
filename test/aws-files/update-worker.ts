// A process of the stress tests of AWS files: writes one profile, once or for ever.
import { credentialsHeader } from "../../src/aws-files/headers.ts";
import { updateAwsFiles } from "../../src/aws-files/update.ts";
import { realWorld } from "../files/world.ts";

const [path = "", profile = "", rounds = "1"] = process.argv.slice(2);
for (let round = 0; round < Number(rounds); round += 1) {
  const value = `${process.pid}.${round}`;
  const changes = new Map([
    ["aws_access_key_id", value],
    ["aws_secret_access_key", value],
    // As long as session tokens are, so that a torn write would show.
    ["aws_session_token", value.padEnd(1500, "=")],
  ]);
  const asked = Date.now();
  const edits = [{ header: credentialsHeader(profile), changes }];
  await updateAwsFiles([{ path, plan: () => ({ edits }) }], realWorld);
  process.stdout.write(`waited ${Date.now() - asked}\n`);
}
