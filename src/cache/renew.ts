// New credentials, and what to do when there are none to be had: the way that is taken when the cache has no answer.
// login.ts loads it at the moment of need.
import type { Context } from "../context.ts";
import { type Credentials, expirationText } from "../credentials.ts";
import { isUsable } from "./entry.ts";
import type { Found } from "./read.ts";
import { type Flight, singleFlight } from "./single-flight.ts";

/**
 * Whatever the reason, a refusal too: as long as AWS takes the old credentials, a job in its last minutes need not stop.
 * @param found what `lookUp` has found
 * @throws HelperError when AWS gives none and there are no old ones that are still good
 */
export async function renew(
  { entry }: Pick<Found, "entry">,
  flight: Flight,
  context: Context,
): Promise<Credentials> {
  try {
    return await singleFlight(flight, context);
  } catch (failure) {
    if (entry === undefined || !isUsable(entry.credentials.expiration, context.now())) throw failure;
    const { credentials } = entry;
    const reason = (failure instanceof Error ? failure.message : String(failure)).replace(/\s*\n\s*/g, " ");
    context.log.warn(
      `the credentials could not be renewed (${reason}); the old ones are used, which end at ${expirationText(credentials.expiration)}`,
    );
    return credentials;
  }
}
