// Nushell. It has no eval: it gets data, one JSON object, in which null takes a variable out.
import { assertEnvironmentValue } from "../environment.ts";
import type { Shell } from "./types.ts";

export const nu: Shell = {
  name: "nu",
  aliases: ["nushell"],
  load: "{} | from json | load-env",
  hook: "hook.nu",
  loadUnset: "hide-env -i ...({} | from json)",
  script(changes) {
    changes.forEach(assertEnvironmentValue);
    return `${JSON.stringify(Object.fromEntries(changes.map(({ name, value }) => [name, value ?? null])))}\n`;
  },
  unsetScript: (names) => `${JSON.stringify(names)}\n`,
  // Nothing printed makes `from json` fail; valid JSON would be loaded, whatever the exit code.
  failure: () => "",
};
