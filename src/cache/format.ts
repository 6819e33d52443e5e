// The form of a cache file, and how one is opened. Making one is the business of seal.ts, which a cached answer does
// not load. Only cache/ imports it.
//
//   byte   0       version of the form
//   bytes  1-6     when the content stops being of use: milliseconds since the epoch, big-endian. In plain, so that
//                  another job can remove what has expired
//   bytes  7-18    nonce
//   then           AES-256-GCM of a JSON text, and 16 bytes of authentication tag
import { createDecipheriv } from "node:crypto";
import type { CacheKey } from "./key.ts";

/** What a file is about. It is bound to the content: one kind cannot be passed off as the other. */
export type Kind = "credentials" | "failure" | "answer";

export interface Opened {
  /** The JSON value. */
  readonly value: unknown;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  /** The nonce in hexadecimal, which no two writings share. */
  readonly id: string;
}

export const VERSION = 1;
export const CIPHER = "aes-256-gcm";
export const HEADER_LENGTH = 7;
export const NONCE_LENGTH = 12;
export const TAG_LENGTH = 16;
/** Bytes. AWS names no limit for a session token; consumers give up at 64 kB of JSON. */
export const LARGEST = 256 * 1024;

const BODY = HEADER_LENGTH + NONCE_LENGTH;

/** When a file of this form expires; undefined for any other file, as far as its first bytes tell. */
export function expiryOf(header: Uint8Array): number | undefined {
  if (header.length < HEADER_LENGTH || header[0] !== VERSION) return undefined;
  return Buffer.from(header.buffer, header.byteOffset, header.length).readUIntBE(1, HEADER_LENGTH - 1);
}

/** What the authentication tag covers beside the content: the header, the kind, and the request in full. */
export function boundData(key: CacheKey, kind: Kind, header: Uint8Array): Buffer {
  return Buffer.concat([header, Buffer.from(`${kind}\n${key.subject}`)]);
}

/** Undefined when a single bit is not as it was written, or was written for another key. */
export function open(bytes: Uint8Array, key: CacheKey, kind: Kind): Opened | undefined {
  const expires = expiryOf(bytes);
  if (expires === undefined || bytes.length < BODY + TAG_LENGTH) return undefined;
  const nonce = bytes.subarray(HEADER_LENGTH, BODY);
  const end = bytes.length - TAG_LENGTH;
  try {
    const decipher = createDecipheriv(CIPHER, key.secret, nonce, { authTagLength: TAG_LENGTH });
    decipher.setAAD(boundData(key, kind, bytes.subarray(0, HEADER_LENGTH)));
    decipher.setAuthTag(bytes.subarray(end));
    // GCM puts out as many bytes as it takes in; `final` has none left and throws when the tag is wrong.
    const text = decipher.update(bytes.subarray(BODY, end));
    decipher.final();
    return { value: JSON.parse(text.toString("utf8")), expires, id: Buffer.from(nonce).toString("hex") };
  } catch {
    return undefined;
  }
}
