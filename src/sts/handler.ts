// The HTTP client that carries the SDK's requests. The build of the standalone executable puts `handler-fetch.ts` in this place.
export { createHandler } from "./handler-node.ts";
