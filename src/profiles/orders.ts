// Which profiles a command line asks for: one by its flags, or many by `--profile NAME=ARN` or a file.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { FlagSpec, Flags } from "../arguments/flag-spec.ts";
import { overlayFlags } from "../arguments/overlay.ts";
import { botocoreValues } from "../aws-files/parse.ts";
import { AwsFileProblem } from "../aws-files/problem.ts";
import { checkProfileName } from "../aws-files/profile-name.ts";
import { readableFile } from "../aws-files/reject.ts";
import type { Context } from "../context.ts";
import { EXIT, HelperError, usageError } from "../errors.ts";
import { fileError } from "../files/file-error.ts";
import { ACCOUNT, DURATION, REGION, ROLE_ARN, ROLE_NAME, SESSION_NAME } from "../request/inputs.ts";
import { resolveRequest } from "../request/resolve.ts";
import { describeOrigin, fromFlag, given } from "../request/resolved.ts";
import { CONFIG, NAME, OUTPUT, PROFILE } from "./flags.ts";
import type { ProfileOrder } from "./types.ts";

/** The flags that say which role one profile is for. */
const ONE_ROLE = [ACCOUNT, ROLE_NAME, ROLE_ARN, NAME] as const;

/** Keys of the profiles file, and the flag that each stands for. */
const FILE_KEYS: ReadonlyMap<string, FlagSpec> = new Map<string, FlagSpec>([
  ["role_arn", ROLE_ARN],
  ["region", REGION],
  ["duration_seconds", DURATION],
  ["role_session_name", SESSION_NAME],
  ["output", OUTPUT],
]);

/** @throws HelperError (2, 3, 4 and 7) for everything that can be refused before AWS is asked */
export function profileOrders(flags: Flags, context: Context): readonly ProfileOrder[] {
  const wanted = wantedProfiles(flags, context);
  return wanted.map(({ name, origin, values }) => {
    checkProfileName(name, origin);
    const own = overlayFlags(flags, values);
    const output = own.value(OUTPUT.name);
    if (output !== undefined && !(OUTPUT.choices as readonly string[]).includes(output))
      throw new HelperError(EXIT.VALUE, `${origin}: output ${JSON.stringify(output)} is unknown`, {
        remedy: `One of ${OUTPUT.choices.join(", ")}.`,
      });
    return { name, flags: own, request: resolveRequest(own, context.env) };
  });
}

interface Wanted {
  readonly name: string;
  readonly origin: string;
  /** The profile's own flags, over those of the command line. */
  readonly values: ReadonlyMap<string, string | undefined>;
}

function wantedProfiles(flags: Flags, context: Context): readonly Wanted[] {
  const listed = flags.all(PROFILE.name);
  const one = ONE_ROLE.map((flag) => fromFlag(flags, flag)).find((value) => value !== undefined);
  const file =
    fromFlag(flags, CONFIG) ??
    (listed.length === 0 && one === undefined ? given(flags, context.env, CONFIG) : undefined);
  if (listed.length > 0 && file !== undefined) throw usageError("--profile and --config exclude one another");
  if (listed.length === 0 && file === undefined) {
    const name = given(flags, context.env, NAME);
    return [
      {
        name: name?.value ?? "default",
        origin: name === undefined ? "default" : describeOrigin(name.origin),
        values: new Map(),
      },
    ];
  }
  if (one !== undefined)
    throw usageError(
      `${describeOrigin(one.origin)} is for one profile: with --profile or --config each has its own role`,
    );
  const wanted =
    file === undefined ? listed.map(fromListed) : fromFile(file.value, describeOrigin(file.origin), context);
  const names = wanted.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw usageError(`the profile ${twice} is asked for twice`);
  return wanted;
}

function fromListed(text: string): Wanted {
  const equals = text.indexOf("=");
  if (equals <= 0)
    throw new HelperError(EXIT.VALUE, `--profile: ${JSON.stringify(text)} is not NAME=ARN`, {
      remedy: "For one profile whose role comes from other flags, use --name.",
    });
  return {
    name: text.slice(0, equals),
    origin: "--profile",
    values: new Map([[ROLE_ARN.name, text.slice(equals + 1)]]),
  };
}

function fromFile(file: string, origin: string, { workingDirectory }: Context): readonly Wanted[] {
  const path = resolve(workingDirectory, file);
  const problem = (what: string, remedy?: string): HelperError =>
    new HelperError(EXIT.VALUE, `${origin}: ${path}: ${what}`, remedy === undefined ? {} : { remedy });
  const sections = readProfilesFile(path, problem);
  if (sections.size === 0) throw problem("lists no profile");
  return [...sections].map(([name, keys]) => {
    const unknown = [...keys.keys()].find((key) => !FILE_KEYS.has(key));
    if (unknown !== undefined)
      throw problem(
        `[${name}] has an unknown key ${unknown}`,
        `Known are ${[...FILE_KEYS.keys()].join(", ")}.`,
      );
    if (!keys.get("role_arn")) throw problem(`[${name}] has no role_arn`);
    const values = new Map([...keys].map(([key, value]) => [FILE_KEYS.get(key)?.name ?? key, value]));
    return { name, origin: `${path} [${name}]`, values };
  });
}

/** Read by the rules of AWS files, so that names and values may hold what they may hold there. */
function readProfilesFile(
  path: string,
  problem: (what: string) => HelperError,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  try {
    return botocoreValues(readableFile(readFileSync(path)).sections);
  } catch (error) {
    if (!(error instanceof AwsFileProblem)) throw fileError("cannot read", path, error);
    throw problem(`${error.line === undefined ? "" : `line ${error.line}: `}${error.message}`);
  }
}
