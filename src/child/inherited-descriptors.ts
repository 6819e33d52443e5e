// Which file descriptors beyond 0, 1 and 2 this process was given by its parent, to hand them on: make's jobserver, `<(…)`, `3<file`.
// Node marks the first ones it was given as close-on-exec, just like its own; Bun all of them.
import { fstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { type Environment, variable } from "../context.ts";

export interface Descriptor {
  readonly number: number;
  /** What it refers to, as /proc/self/fd says it. */
  readonly target: string;
}

/**
 * To be called before anything else opens files or connections. Linux only; elsewhere there are none.
 * Of a pipe of which both ends are inherited, and that no other sign tells from Node's own, nothing is handed on.
 */
export function inheritedDescriptors(env: Environment): number[] {
  const named = jobserverDescriptors(env);
  return inheritedAmong(openDescriptors(), (number) => named.includes(number) || isOlderThanProcess(number));
}

/**
 * @param descriptors all that are open
 * @param isKnown whether a descriptor of a pipe is certainly inherited
 */
export function inheritedAmong(
  descriptors: readonly Descriptor[],
  isKnown: (number: number) => boolean,
): number[] {
  // A new descriptor gets the lowest free number, and the runtime opens an epoll instance first: what is below it was there before.
  const firstOwn = Math.min(
    ...descriptors.filter(({ target }) => target === EVENT_POLL).map(({ number }) => number),
  );
  const isBelow = ({ number }: Descriptor): boolean => number < firstOwn;
  return descriptors
    .filter((descriptor) => {
      const { number, target } = descriptor;
      if (number <= 2) return false;
      if (isBelow(descriptor)) return true;
      if (OWN.includes(target)) return false;
      if (!target.startsWith("pipe:")) return true;
      // The runtime has pipes to itself, both ends; of others' pipes a process seldom has more than one.
      const ends = descriptors.filter((other) => other.target === target);
      return ends.length === 1 || ends.some((end) => isBelow(end) || isKnown(end.number));
    })
    .map(({ number }) => number)
    .sort((one, other) => one - other);
}

const EVENT_POLL = "anon_inode:[eventpoll]";
/** What Node and Bun open at their start, beside pipes. */
const OWN: readonly string[] = [
  EVENT_POLL,
  "anon_inode:[eventfd]",
  "anon_inode:[io_uring]",
  "anon_inode:[timerfd]",
];

const FOLDER = "/proc/self/fd";

function openDescriptors(): Descriptor[] {
  try {
    return readdirSync(FOLDER).flatMap((name) => {
      try {
        return [{ number: Number(name), target: readlinkSync(`${FOLDER}/${name}`) }];
      } catch {
        // The one with which the folder was read.
        return [];
      }
    });
  } catch {
    // Not Linux.
    return [];
  }
}

/** Those that GNU make names: https://www.gnu.org/software/make/manual/html_node/POSIX-Jobserver.html */
export function jobserverDescriptors(env: Environment): number[] {
  return ["MAKEFLAGS", "CARGO_MAKEFLAGS"].flatMap((name) =>
    [...(variable(env, name) ?? "").matchAll(/--jobserver-(?:auth|fds)=(\d+),(\d+)/g)].flatMap(
      ([, ...pair]) => pair.map(Number),
    ),
  );
}

/** Milliseconds by which the kernel's time of a new pipe may lie before its opening: one tick of its clock. */
const TICK = 10;

/** Whether a pipe was there, and has not been used since, before this process began. */
function isOlderThanProcess(number: number): boolean {
  try {
    const { atimeMs, mtimeMs, ctimeMs } = fstatSync(number);
    return Math.min(atimeMs, mtimeMs, ctimeMs) < Date.now() - process.uptime() * 1000 - TICK;
  } catch {
    return false;
  }
}

/** The flag O_CLOEXEC, as /proc/self/fdinfo shows it: octal. */
const CLOSE_ON_EXEC = 0o2000000;

/** Whether a descriptor would be closed in a command that is executed. */
export function closesOnExec(number: number): boolean {
  try {
    const flags =
      /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${number}`, "latin1"))?.[1] ?? "0";
    return (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) !== 0;
  } catch {
    return false;
  }
}
