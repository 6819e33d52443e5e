// sh: whatever POSIX shell the image has under that name.
import { posixShell } from "./posix.ts";

export const sh = posixShell("sh");
