// The machines that the standalone executable is made for, and which of Bun's runtimes is for each.

/**
 * `baseline` runtimes need no AVX2, which processors before 2013 and some emulators have not; they start as fast.
 * @typedef {{ name: string, bun: string, runtime: string, windows?: boolean }} Target
 * @type {readonly Target[]}
 */
export const TARGETS = [
  { name: "linux-x64", bun: "bun-linux-x64-baseline", runtime: "@oven/bun-linux-x64-baseline" },
  {
    name: "linux-x64-musl",
    bun: "bun-linux-x64-musl-baseline",
    runtime: "@oven/bun-linux-x64-musl-baseline",
  },
  { name: "linux-arm64", bun: "bun-linux-arm64", runtime: "@oven/bun-linux-aarch64" },
  { name: "linux-arm64-musl", bun: "bun-linux-arm64-musl", runtime: "@oven/bun-linux-aarch64-musl" },
  { name: "darwin-arm64", bun: "bun-darwin-arm64", runtime: "@oven/bun-darwin-aarch64" },
  {
    name: "windows-x64",
    bun: "bun-windows-x64-baseline",
    runtime: "@oven/bun-windows-x64-baseline",
    windows: true,
  },
];

/** The target for the machine that runs this. */
export function hostTarget() {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const glibc = process.report?.getReport().header.glibcVersionRuntime !== undefined;
  const name = `${system}-${process.arch}${system === "linux" && !glibc ? "-musl" : ""}`;
  const target = TARGETS.find((candidate) => candidate.name === name);
  if (target === undefined) throw new Error(`there is no standalone executable for ${name}`);
  return target;
}
