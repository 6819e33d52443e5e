// GNU bash, from 3.2 on.
import { posixShell } from "./posix.ts";

export const bash = posixShell("bash", [], "hook.bash");
