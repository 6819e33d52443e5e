// Reads a cache file, if it is one of ours. Only cache/ imports it.
import { readOwnFile } from "../state/own-file.ts";
import { type Kind, LARGEST, type Opened, open } from "./format.ts";
import type { CacheKey } from "./key.ts";

/** The path of a file of the cache. */
export function cachePath(folder: string, key: CacheKey, kind: Kind): string {
  // Not node:path: the folder is a clean path already, and Windows takes a slash.
  return `${folder}/${key.name}.${kind}`;
}

/** The content of a file; undefined when it is not there, not ours, damaged, or was written for another key. */
export function readFile(
  path: string,
  key: CacheKey,
  kind: Kind,
  say: (message: string) => void,
): Opened | undefined {
  const ignored = (why: string): void => say(`cache: ${path} is ignored: ${why}`);
  const bytes = readOwnFile(path, LARGEST, ignored);
  const opened = bytes && open(bytes, key, kind);
  if (bytes !== undefined && opened === undefined) ignored("it is damaged, or foreign");
  return opened;
}
