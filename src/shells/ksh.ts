// ksh93 and mksh.
import { posixShell } from "./posix.ts";

export const ksh = posixShell("ksh", ["ksh93", "mksh"]);
