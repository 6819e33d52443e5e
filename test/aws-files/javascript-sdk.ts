// Asks the loader of the AWS SDK for JavaScript what it reads. For tests only.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSharedConfigFiles } from "@smithy/core/config";

type Profiles = Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>>;

/** What the SDK reads from one text, used as either of the two files. */
export async function readWithJavaScriptSdk(
  text: string,
): Promise<{ readonly credentials: Profiles; readonly config: Profiles }> {
  const folder = mkdtempSync(join(tmpdir(), "aws-files-"));
  try {
    const path = join(folder, "file");
    writeFileSync(path, text);
    const files = await loadSharedConfigFiles({ filepath: path, configFilepath: path, ignoreCache: true });
    return { credentials: files.credentialsFile, config: files.configFile };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
