// The program's name and version.
import manifest from "../package.json" with { type: "json" };

export const PROGRAM = "gitlab-aws-credential-helper";
export const VERSION: string = manifest.version;
