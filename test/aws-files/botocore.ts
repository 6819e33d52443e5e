// Asks the real botocore what it reads from many files, with one Python process. For tests only.
import { spawnSync } from "node:child_process";

/** Section to key to value (a nested block is an object); undefined for a file that botocore rejects. */
export type BotocoreReading = Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;

const PROGRAM = `
import base64, json, os, sys, tempfile
from botocore.configloader import raw_config_parse, build_profile_map
from botocore.exceptions import ConfigParseError
fd, path = tempfile.mkstemp()
os.close(fd)
out = []
for text in json.load(sys.stdin):
    with open(path, "wb") as f:
        f.write(base64.b64decode(text))
    try:
        raw = raw_config_parse(path)
        out.append({"raw": raw, "profiles": build_profile_map(raw)["profiles"]})
    except ConfigParseError:
        out.append(None)
os.unlink(path)
json.dump(out, sys.stdout)
`;

function run(files: readonly Uint8Array[]): ({ raw: BotocoreReading; profiles: BotocoreReading } | null)[] {
  const { stdout, stderr, status } = spawnSync("python3", ["-c", PROGRAM], {
    input: JSON.stringify(files.map((file) => Buffer.from(file).toString("base64"))),
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`python3: ${stderr}`);
  return JSON.parse(stdout) as ({ raw: BotocoreReading; profiles: BotocoreReading } | null)[];
}

/** Why the tests with botocore cannot run; false when they can. */
export const botocoreMissing: string | false =
  spawnSync("python3", ["-c", "import botocore"]).status === 0 ? false : "python3 has no botocore";

/** What botocore reads: sections as they are named in the file. */
export function readWithBotocore(files: readonly (Uint8Array | string)[]): readonly BotocoreReading[] {
  return run(files.map((file) => Buffer.from(file))).map((reading) => reading?.raw);
}

/** What botocore reads from config files: profiles by name. */
export function readProfilesWithBotocore(
  files: readonly (Uint8Array | string)[],
): readonly BotocoreReading[] {
  return run(files.map((file) => Buffer.from(file))).map((reading) => reading?.profiles);
}
