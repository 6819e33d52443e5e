// How the demo starts each shell, without its rc files, on a script given as text.

export interface DemoShell {
  /** The name in the shell table. */
  readonly name: string;
  /** The program, looked for on PATH, and the arguments before the script. */
  readonly command: readonly string[];
}

export const DEMO_SHELLS: readonly DemoShell[] = [
  { name: "sh", command: ["sh", "-e", "-c"] },
  { name: "bash", command: ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c"] },
  { name: "zsh", command: ["zsh", "-f", "-e", "-c"] },
  { name: "dash", command: ["dash", "-e", "-c"] },
  { name: "ksh", command: ["ksh", "-e", "-c"] },
  { name: "ksh", command: ["mksh", "-e", "-c"] },
  { name: "ash", command: ["busybox", "ash", "-e", "-c"] },
  { name: "fish", command: ["fish", "--no-config", "-c"] },
  { name: "powershell", command: ["pwsh", "-NoProfile", "-NonInteractive", "-Command"] },
  { name: "nu", command: ["nu", "--no-config-file", "-c"] },
  { name: "elvish", command: ["elvish", "-norc", "-c"] },
  { name: "xonsh", command: ["xonsh", "--no-rc", "-c"] },
  { name: "tcsh", command: ["tcsh", "-f", "-e", "-c"] },
];
