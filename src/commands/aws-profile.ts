// `aws-profile`: writes profiles into the AWS files.
import { EXIT } from "../errors.ts";
import { PROFILE_FLAGS } from "../profiles/flags.ts";
import { loginFlags } from "./request-flags.ts";
import type { Command } from "./types.ts";

export const awsProfile: Command = {
  name: "aws-profile",
  usage: "[FLAGS]",
  summary: "write a profile, or many, into the AWS files",
  description: [
    "Without a flag the profile holds the credentials themselves, in the shared credentials file: everything reads it, and nothing refreshes it. With --credential-process or --web-identity it is written into the config file and refreshes as long as the ID token lives.",
    "Only the lines of the profile's own section change. A file that the AWS CLI would reject is left alone.",
  ],
  flags: loginFlags(...PROFILE_FLAGS),
  examples: [
    "gitlab-aws-credential-helper aws-profile",
    "gitlab-aws-credential-helper aws-profile --name deploy --role-name deploy --region eu-central-1",
    "gitlab-aws-credential-helper aws-profile --credential-process",
    "gitlab-aws-credential-helper aws-profile --profile dev=arn:aws:iam::111111111111:role/dev --profile prod=arn:aws:iam::222222222222:role/prod",
  ],
  async run({ flags }, context) {
    // The editor of AWS files is large and needed by this command alone.
    const { writeProfiles } = await import("../profiles/write.ts");
    await writeProfiles(flags, context);
    return EXIT.OK;
  },
};
