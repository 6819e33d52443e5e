// zsh.
import { posixShell } from "./posix.ts";

export const zsh = posixShell("zsh", [], "hook.zsh");
