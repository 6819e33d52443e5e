// One JSON object with the names of the variables.
import { assertEnvironmentValue, credentialVariables } from "../environment.ts";
import type { OutputFormat } from "./types.ts";

export const json: OutputFormat = {
  name: "json",
  summary: "one JSON object with the variables",
  render(credentials, region) {
    const variables = credentialVariables(credentials, region);
    variables.forEach(assertEnvironmentValue);
    return `${JSON.stringify(Object.fromEntries(variables.map(({ name, value }) => [name, value])), null, 2)}\n`;
  },
};
