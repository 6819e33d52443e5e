// `npm run bench`: how long one run takes, ours beside others, as ratios to a bare Node in the same minutes.
// All take turns, so that a busy moment of the machine hits all of them. It measures; it never fails for a figure.
// Flags: --write puts table and plot into docs/. Variables: BENCH_RUNS, BENCH_PEER=PATH of a program with the same commands.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Contender, contenders, type Stage } from "./contenders.ts";
import { toSvg } from "./plot.ts";
import { type Crowd, type Results, type Row, toMarkdown } from "./results.ts";
import { type Program, peakMemory, runCrowd, runOnce } from "./run.ts";
import type { Port } from "./server.ts";
import { summarize } from "./statistics.ts";

const RUNS = Number(process.env["BENCH_RUNS"] ?? 20);
const SLOW_RUNS = 5;
const CROWD = 50;
const CROWD_RUNS = 3;
/** Runs that are not counted: files come into memory, code caches are written. */
const WARM_UP = 2;

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "bench-"));

function makeCertificate(): { key: string; cert: string } {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "ca.pem")];
  const words = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=bench
    -addext subjectAltName=IP:127.0.0.1 -keyout ${key} -out ${cert}`;
  const { status, stderr } = spawnSync("openssl", words.split(/\s+/), { encoding: "utf8" });
  if (status !== 0) throw new Error(`openssl is needed for a certificate: ${stderr}`);
  return { key, cert };
}

async function startServer(key: string, cert: string): Promise<{ ports: Port[]; stop: () => void }> {
  const server = spawn(process.execPath, [join(root, "build/bench/server.js"), key, cert], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((done) => server.stdout.once("data", (data) => done(String(data))));
  return { ports: JSON.parse(line) as Port[], stop: () => server.kill() };
}

function forget({ env }: Program): void {
  const home = env["HOME"] ?? "";
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { mode: 0o700 });
}

function measure(all: readonly Contender[], bare: Program): Pick<Results, "bare" | "rows"> {
  const times = new Map<Contender, number[]>(all.map((contender) => [contender, []]));
  const bareTimes: number[] = [];
  for (const { before } of all) if (before !== undefined) runOnce(before);
  for (let round = -WARM_UP; round < RUNS; round++) {
    process.stderr.write(`\rround ${round + WARM_UP + 1} of ${RUNS + WARM_UP} `);
    const { wall } = runOnce(bare);
    if (round >= 0) bareTimes.push(wall);
    for (const contender of all) {
      if (contender.slow && round >= SLOW_RUNS) continue;
      if (contender.afresh) forget(contender.program);
      const run = runOnce(contender.program);
      if (round >= 0) times.get(contender)?.push(run.wall);
    }
  }
  process.stderr.write("\n");
  const rows: Row[] = [...times].map(([{ name, way, program }, walls]) => ({
    name,
    way,
    wall: summarize(walls),
    peakMemory: peakMemory(program),
  }));
  return { bare: summarize(bareTimes), rows };
}

async function callsSoFar({ ports }: Stage): Promise<number> {
  const port = ports.find(({ scheme }) => scheme === "http")?.port;
  return Number(await (await fetch(`http://127.0.0.1:${port}/`)).text());
}

async function measureCrowds(
  all: readonly Contender[],
  bare: Program,
  stage: Stage,
): Promise<Pick<Results, "crowds" | "bareCrowd">> {
  const bareTimes: number[] = [];
  const walls = new Map<Contender, number[]>();
  const calls = new Map<Contender, number>();
  for (let round = 0; round < CROWD_RUNS; round++) {
    bareTimes.push((await runCrowd(bare, CROWD)).wall);
    for (const contender of all.filter(({ crowd }) => crowd)) {
      if (contender.afresh) forget(contender.program);
      const before = await callsSoFar(stage);
      const { wall, outputs } = await runCrowd(contender.program, CROWD);
      if (new Set(outputs).size !== 1) throw new Error(`${contender.name}: not all got the same answer`);
      walls.set(contender, [...(walls.get(contender) ?? []), wall]);
      calls.set(contender, Math.max(calls.get(contender) ?? 0, (await callsSoFar(stage)) - before));
    }
  }
  const crowds: Crowd[] = [...walls].map(([contender, values]) => ({
    name: contender.name,
    way: contender.way,
    wall: summarize(values),
    calls: calls.get(contender),
  }));
  return { bareCrowd: summarize(bareTimes), crowds };
}

const { key, cert } = makeCertificate();
const server = await startServer(key, cert);
try {
  const stage: Stage = { folder, root, ports: server.ports, ca: cert };
  // Nothing decides about the kind of a .cjs file but its name: a package.json above could make a module of a .js file, 5 ms slower.
  const empty = join(folder, "empty.cjs");
  writeFileSync(empty, "");
  const bare: Program = {
    command: [process.execPath, empty],
    env: { PATH: process.env["PATH"] ?? "", HOME: folder },
  };
  const all = contenders(stage);
  const results: Results = {
    ...measure(all, bare),
    ...(await measureCrowds(all, bare, stage)),
    crowdSize: CROWD,
    machine: `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} processors; ${RUNS} runs each, in turn.`,
  };
  const text = toMarkdown(results);
  process.stdout.write(`\n${text}`);
  if (process.argv.includes("--write")) {
    mkdirSync(join(root, "docs"), { recursive: true });
    const note = "<!-- Made by `npm run bench -- --write`. -->";
    writeFileSync(
      join(root, "docs/benchmark.md"),
      `${note}\n\n# Benchmark\n\n![Time of one run](benchmark.svg)\n\n${text}`,
    );
    writeFileSync(join(root, "docs/benchmark.svg"), toSvg(results));
  }
} finally {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
}
