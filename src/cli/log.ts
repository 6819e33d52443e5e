// Messages for people, on stderr: the only place that colours and writes them.
import kleur from "kleur";
import type { Log, OutputStream } from "../context.ts";
import { redact } from "../secrets/redact.ts";
import { PROGRAM } from "../version.ts";

/**
 * @param stderr where the messages go
 * @param debugging whether debug messages are shown
 */
export function createLog(stderr: Pick<OutputStream, "write">, debugging: boolean): Log {
  const say = (text: string): void => void stderr.write(`${PROGRAM}: ${redact(text)}\n`).catch(() => {});
  return {
    info: say,
    warn: (message) => say(`${kleur.yellow("warning:")} ${message}`),
    debug: (message) => {
      if (debugging) say(`${kleur.dim("debug:")} ${message}`);
    },
  };
}
