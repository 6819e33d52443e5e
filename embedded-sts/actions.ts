// The table of the actions of the STS, and the choice among them.
import { assumeRoleWithWebIdentity } from "./assume-role-with-web-identity.ts";
import { AwsError } from "./aws-error.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import { type Reply, replyToThrown } from "./replies.ts";
import type { StsRequest, World } from "./world.ts";

type Action = (request: StsRequest, world: World) => Reply | Promise<Reply>;

const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ["AssumeRoleWithWebIdentity", assumeRoleWithWebIdentity],
  ["GetCallerIdentity", getCallerIdentity],
]);

const VERSION = "2011-06-15";

/** Answers one call. Never throws: an error becomes AWS's error document. */
export async function answerAction(request: StsRequest, world: World): Promise<Reply> {
  try {
    return await chooseAction(request)(request, world);
  } catch (error) {
    return replyToThrown(error);
  }
}

function chooseAction({ method, parameters }: StsRequest): Action {
  if (method !== "GET" && method !== "POST") {
    throw new AwsError(405, "InvalidRequest", `The HTTP method ${method} is not supported`);
  }
  const name = parameters.get("Action");
  if (name === undefined) {
    throw new AwsError(400, "MissingAction", "The request is missing an action or a required parameter.");
  }
  const version = parameters.get("Version") ?? "NO_VERSION_SPECIFIED";
  const action = version === VERSION ? ACTIONS.get(name) : undefined;
  if (action === undefined) {
    throw new AwsError(400, "InvalidAction", `Could not find operation ${name} for version ${version}`);
  }
  return action;
}
