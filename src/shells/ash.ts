// BusyBox ash, Alpine's sh.
import { posixShell } from "./posix.ts";

export const ash = posixShell("ash");
