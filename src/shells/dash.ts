// dash, Debian's sh.
import { posixShell } from "./posix.ts";

export const dash = posixShell("dash");
