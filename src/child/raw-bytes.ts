// Bytes that are no UTF-8, in arguments and in the environment: to JavaScript they are U+FFFD, but Linux keeps what this process got.
import { readFileSync } from "node:fs";
import type { Environment } from "../context.ts";

/** Whether a text may stand for other bytes than its own. */
export function isDoubtful(text: string | undefined): boolean {
  return text?.includes("\ufffd") ?? false;
}

/** Whether a runtime's reading of some bytes may be this text: they do not agree on how many U+FFFD stand for a wrong sequence. */
function reads(bytes: Buffer, text: string): boolean {
  const collapsed = (one: string): string => one.replace(/\ufffd+/g, "\ufffd");
  return collapsed(bytes.toString("utf8")) === collapsed(text);
}

/**
 * The arguments of the command as bytes: the last ones of this process.
 * @param cmdline /proc/self/cmdline
 * @returns undefined where it is not certain that these are they
 */
export function rawArguments(words: readonly string[], cmdline: Buffer): Buffer[] | undefined {
  const all = split(cmdline);
  const last = all.slice(Math.max(0, all.length - words.length));
  return last.length === words.length && last.every((bytes, at) => reads(bytes, words[at] ?? ""))
    ? last
    : undefined;
}

/**
 * An environment as bytes: entries of this process as they are where they have the wanted value, then the others.
 * @param environ /proc/self/environ
 */
export function rawEnvironment(wanted: Environment, environ: Buffer): Buffer[] {
  const left = new Map(Object.entries(wanted));
  const kept = split(environ).filter((entry) => {
    const end = entry.indexOf("=");
    if (end === -1) return false;
    const [name, value] = [entry.subarray(0, end), entry.subarray(end + 1)];
    const text = name.toString("utf8");
    // Nobody sets or takes out a name that is no text, and a runtime may not show it at all.
    if (!Buffer.from(text).equals(name)) return true;
    return reads(value, left.get(text) ?? "") && left.delete(text);
  });
  for (const name of left.keys()) if (isDoubtful(name)) left.delete(name);
  const set = [...left].filter(([, value]) => value !== undefined);
  return [...kept, ...set.map(([name, value]) => Buffer.from(`${name}=${value}`))];
}

/** Texts that are each ended by NUL. */
function split(block: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let start = 0; start < block.length; ) {
    const found = block.indexOf(0, start);
    const end = found === -1 ? block.length : found;
    parts.push(block.subarray(start, end));
    start = end + 1;
  }
  return parts;
}

/** A file of /proc/self; undefined where there is none. */
export function ofThisProcess(name: "cmdline" | "environ"): Buffer | undefined {
  try {
    return readFileSync(`/proc/self/${name}`);
  } catch {
    return undefined;
  }
}
