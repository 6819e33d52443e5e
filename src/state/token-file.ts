// Keeps the ID token in a file, for SDKs that read it from there.
import { join } from "node:path";
import type { Context } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";
import { writeFileAtomically } from "../files/atomic-write.ts";
import type { Secret } from "../secrets/secret.ts";
import { writableJobFolder } from "./folder.ts";
import { TOKEN_FILE_PREFIX } from "./job-files.ts";

/**
 * @param name the variable that holds the token: each has a file of its own
 * @returns the file's absolute path
 * @throws HelperError (7) when there is no place for it
 */
export async function keepTokenFile(name: string, token: Secret, context: Context): Promise<string> {
  const folder = writableJobFolder(context, context.log.debug);
  if (folder === undefined)
    throw new HelperError(
      EXIT.FILE,
      "there is no folder for the token file that is private and outside the project",
      {
        remedy: "Set HOME or XDG_RUNTIME_DIR to a folder that can be written, outside CI_PROJECT_DIR.",
      },
    );
  const path = join(folder, `${TOKEN_FILE_PREFIX}${name}`);
  await writeFileAtomically(path, token.reveal(), context);
  return path;
}
