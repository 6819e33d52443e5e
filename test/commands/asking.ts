// Runs commands against a server that answers as AWS STS does.
import type { TestContext } from "node:test";
import { JOB, type Result, runTool, type Surroundings } from "../cli/run-tool.ts";
import { type Behaviour, credentialsAnswer, type Server, startServer } from "../sts/server.ts";

export interface Bench {
  readonly server: Server;
  run(words: readonly string[], surroundings?: Surroundings): Promise<Result>;
}

/** A server for one test, and the tool in a job whose STS it is. */
export async function startBench(t: TestContext, ...behaviours: readonly Behaviour[]): Promise<Bench> {
  const server = await startServer(t, ...(behaviours.length === 0 ? [credentialsAnswer()] : behaviours));
  return {
    server,
    run: (words, surroundings = {}) =>
      runTool(words, {
        ...surroundings,
        env: { ...JOB, AWS_ENDPOINT_URL_STS: server.url, ...surroundings.env },
      }),
  };
}
