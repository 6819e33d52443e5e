// Where the two AWS files are. The one rule: the file that we write is the file that every SDK reads.
import { isAbsolute, join, resolve } from "node:path";
import { type Context, variable } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";

type Surroundings = Pick<Context, "env" | "platform" | "homeDirectory" | "workingDirectory">;

/** Where credentials belong: `AWS_SHARED_CREDENTIALS_FILE`, else `~/.aws/credentials`. See {@link configFilePath}. */
export function credentialsFilePath(surroundings: Surroundings): string {
  return locate("AWS_SHARED_CREDENTIALS_FILE", "credentials", surroundings);
}

/**
 * Where settings belong: `AWS_CONFIG_FILE`, else `~/.aws/config` (AWS SDKs and Tools Reference Guide, "Location of
 * the shared config and credentials files"). An empty variable counts as not set. A leading `~/` is the home
 * directory, as in all SDKs. botocore alone also expands `~user` and variables: where that would make a difference
 * the path is refused, because botocore and the other SDKs would look for two different files.
 * @throws HelperError (3)
 */
export function configFilePath(surroundings: Surroundings): string {
  return locate("AWS_CONFIG_FILE", "config", surroundings);
}

function locate(name: string, file: string, surroundings: Surroundings): string {
  const given = variable(surroundings.env, name);
  if (given === undefined) return join(home(name, `~/.aws/${file}`, surroundings), ".aws", file);
  refuseExpansion(name, given, surroundings);
  if (given.startsWith("~/")) return join(home(name, given, surroundings), given.slice(2));
  return isAbsolute(given) ? given : resolve(surroundings.workingDirectory, given);
}

function home(name: string, path: string, { platform, homeDirectory }: Surroundings): string {
  if (homeDirectory !== undefined && homeDirectory !== "") return homeDirectory;
  const variableName = platform === "win32" ? "USERPROFILE" : "HOME";
  throw new HelperError(
    EXIT.VALUE,
    `there is no home directory to find ${path} in: ${variableName} is not set`,
    {
      remedy: `Set ${variableName}, or ${name} to the path of the file.`,
    },
  );
}

function refuseExpansion(name: string, path: string, { env, platform }: Surroundings): void {
  const refuse = (what: string) =>
    new HelperError(
      EXIT.VALUE,
      `${name}=${path}: botocore and the AWS CLI would expand ${what}, the other SDKs would not, so they would use different files`,
      { remedy: "Write the path out." },
    );
  if (path.startsWith("~") && !path.startsWith("~/")) throw refuse("the `~`");
  // Python's expandvars: names that are not set stay as they are. An empty one is set, and goes away.
  const pattern = platform === "win32" ? /\$(\w+)|\$\{([^}]*)\}|%([^%]*)%/gu : /\$(\w+)|\$\{([^}]*)\}/gu;
  for (const [text, plain, braced, percent] of path.matchAll(pattern)) {
    const used = plain ?? braced ?? percent ?? "";
    if (Object.hasOwn(env, used) && env[used] !== undefined) throw refuse(text);
  }
}
