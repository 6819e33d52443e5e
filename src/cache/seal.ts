// Makes the bytes of a cache file: the reverse of format.ts.
import { createCipheriv, randomBytes } from "node:crypto";
import { boundData, CIPHER, HEADER_LENGTH, type Kind, NONCE_LENGTH, TAG_LENGTH, VERSION } from "./format.ts";
import type { CacheKey } from "./key.ts";

/**
 * @param value becomes JSON
 * @param expires milliseconds since the epoch; stands in the file in plain
 */
export function seal(value: unknown, expires: number, key: CacheKey, kind: Kind): Buffer {
  const header = Buffer.alloc(HEADER_LENGTH);
  header[0] = VERSION;
  header.writeUIntBE(Math.max(0, Math.floor(expires)), 1, HEADER_LENGTH - 1);
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv(CIPHER, key.secret, nonce, { authTagLength: TAG_LENGTH });
  cipher.setAAD(boundData(key, kind, header));
  const content = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
  return Buffer.concat([header, nonce, content, cipher.getAuthTag()]);
}
