// The embedded STS as a command: one line of JSON on stdout when it is ready, then it serves until it is told to stop.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type EmbeddedStsOptions, startEmbeddedSts } from "./start.ts";

const USAGE = `usage: node main.js [options]
  --port N               default: a free port
  --issuer URL           the iss of the tokens (default https://gitlab.example.com)
  --audience TEXT        the aud of the tokens (default: the issuer)
  --project GROUP/NAME   the project of the tokens (default acme/shop)
  --partition ID         default aws
  --config FILE          JSON with any of: issuer, audience, projectPath, partition, accounts, credentials, port
  --until-stdin-ends     also stop when stdin ends
`;

interface Arguments {
  readonly options: EmbeddedStsOptions;
  readonly untilStdinEnds: boolean;
}

function readArguments(words: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...words],
    options: {
      port: { type: "string" },
      issuer: { type: "string" },
      audience: { type: "string" },
      project: { type: "string" },
      partition: { type: "string" },
      config: { type: "string" },
      "until-stdin-ends": { type: "boolean", default: false },
    },
  });
  if (values.port !== undefined && !/^\d{1,5}$/.test(values.port))
    throw new Error(`--port ${values.port}: no port`);
  const file: EmbeddedStsOptions =
    values.config === undefined ? {} : JSON.parse(readFileSync(values.config, "utf8"));
  const options: EmbeddedStsOptions = {
    ...file,
    ...(values.port !== undefined && { port: Number(values.port) }),
    ...(values.issuer !== undefined && { issuer: values.issuer }),
    ...(values.audience !== undefined && { audience: values.audience }),
    ...(values.project !== undefined && { projectPath: values.project }),
    ...(values.partition !== undefined && { partition: values.partition }),
  };
  return { options, untilStdinEnds: values["until-stdin-ends"] };
}

async function main(words: readonly string[]): Promise<void> {
  const { options, untilStdinEnds } = readArguments(words);
  const sts = await startEmbeddedSts(options);
  const stop = (): void => {
    process.stdin.pause();
    void sts.close();
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  if (untilStdinEnds) process.stdin.once("end", stop).once("error", stop).resume();
  const { url, issuer, audience, projectPath, accountId, providerArn, roleArn } = sts;
  const token = await sts.signIdToken();
  const ready = {
    url,
    issuer,
    audience,
    projectPath,
    accountId,
    providerArn,
    roleArn,
    token,
    pid: process.pid,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`embedded-sts: ${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
});
