// Where the checkout is. The tests run compiled, a level deeper than their sources.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  if (existsSync(join(folder, "tsconfig.json"))) return folder;
  return findRoot(dirname(folder));
}
