// A process of the stress tests of single flight: says when it asks, and is told on stdin what it gets.
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { CacheKey } from "../../src/cache/key.ts";
import { singleFlight } from "../../src/cache/single-flight.ts";
import type { Context } from "../../src/context.ts";
import { Secret } from "../../src/secrets/secret.ts";

const [homeDirectory = "", silence = "0"] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const key: CacheKey = { name: "0".repeat(32), secret: Buffer.alloc(32, 7), subject: "[]" };
const context: Context = {
  env: {},
  platform: process.platform,
  homeDirectory,
  workingDirectory: homeDirectory,
  helperCommand: [],
  now: Date.now,
  sleep: (milliseconds) => setTimeout(milliseconds),
  stdout: { write: async () => {}, isTerminal: false },
  log: { info: say, warn: say, debug: say },
};

async function ask() {
  say("asks");
  const [accessKeyId] = await once(process.stdin.setEncoding("utf8"), "data");
  const expiration = new Date(Date.now() + 3_600_000);
  const [secretAccessKey, sessionToken] = [new Secret("a-secret"), new Secret("a-token")];
  return { accessKeyId, secretAccessKey, sessionToken, expiration };
}

// Nobody gives up before the test does.
const limits = { wait: 300_000, silence: Number(silence) };
const { accessKeyId } = await singleFlight({ key, durationSeconds: 3600, ask }, context, limits);
say(`got ${accessKeyId}`);
process.stdin.destroy();
