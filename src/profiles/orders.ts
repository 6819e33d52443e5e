// Which profiles a command line asks for: one by its flags, or many by `--profile NAME=ARN` or a file.
import type { Flags } from "../arguments/flag-spec.ts";
import { overlayFlags } from "../arguments/overlay.ts";
import { checkProfileName } from "../aws-files/profile-name.ts";
import type { Context } from "../context.ts";
import { EXIT, HelperError, usageError } from "../errors.ts";
import { ACCOUNT, ROLE_ARN, ROLE_NAME } from "../request/inputs.ts";
import { resolveRequest } from "../request/resolve.ts";
import { describeOrigin, fromFlag, given, valueError } from "../request/resolved.ts";
import { CONFIG, NAME, OUTPUT, PROFILE } from "./flags.ts";
import { type ListedProfile, profilesOfFile } from "./profiles-file.ts";
import type { ProfileOrder } from "./types.ts";

/** The flags that say which role one profile is for. */
const ONE_ROLE = [ACCOUNT, ROLE_NAME, ROLE_ARN, NAME] as const;

/** @throws HelperError (2, 3, 4 and 7) for everything that can be refused before AWS is asked */
export function profileOrders(flags: Flags, context: Context): readonly ProfileOrder[] {
  const wanted = wantedProfiles(flags, context);
  return wanted.map(({ name, origin, values }) => {
    checkProfileName(name, origin);
    const own = overlayFlags(flags, values);
    const output = fromFlag(own, OUTPUT);
    if (output !== undefined && !(OUTPUT.choices as readonly string[]).includes(output.value))
      throw valueError(output, "is unknown", `One of ${OUTPUT.choices.join(", ")}.`);
    return { name, flags: own, request: resolveRequest(own, context.env) };
  });
}

function wantedProfiles(flags: Flags, context: Context): readonly ListedProfile[] {
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
    file === undefined
      ? listed.map(fromListed)
      : profilesOfFile(file.value, describeOrigin(file.origin), context);
  const names = new Set<string>();
  for (const { name } of wanted) {
    if (names.has(name)) throw usageError(`the profile ${name} is asked for twice`);
    names.add(name);
  }
  return wanted;
}

function fromListed(text: string): ListedProfile {
  const equals = text.indexOf("=");
  if (equals <= 0)
    throw new HelperError(EXIT.VALUE, `--profile: ${JSON.stringify(text)} is not NAME=ARN`, {
      remedy: "For one profile whose role comes from other flags, use --name.",
    });
  const name = text.slice(0, equals);
  const place = `--${PROFILE.name} ${name}`;
  return {
    name,
    origin: `--${PROFILE.name}`,
    values: new Map([[ROLE_ARN.name, { text: text.slice(equals + 1), place }]]),
  };
}
