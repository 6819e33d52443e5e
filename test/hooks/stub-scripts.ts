// Writes what `env --shell NAME` prints, for the stub that stands for the helper in the tests of the hooks.
// Usage: node stub-scripts.js FOLDER
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { shellEnvironmentChanges } from "../../src/environment.ts";
import { Secret } from "../../src/secrets/secret.ts";
import { SHELLS } from "../../src/shells/index.ts";

const [folder = "."] = process.argv.slice(2);
const credentials = {
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY="),
  sessionToken: new Secret("IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ=="),
  expiration: new Date("2038-01-19T03:14:07Z"),
};

for (const shell of SHELLS) {
  writeFileSync(join(folder, shell.name), shell.script(shellEnvironmentChanges(credentials)));
  writeFileSync(
    join(folder, `${shell.name}-region`),
    shell.script(shellEnvironmentChanges(credentials, "eu-central-1")),
  );
}
