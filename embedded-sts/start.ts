// Starts the embedded STS: AWS STS and GitLab's OIDC issuer in one HTTP server on loopback, for tests and the demo.
import type { Server } from "node:http";
import { type AccountConfiguration, demoAccounts, readAccounts } from "./configuration.ts";
import type { Controls } from "./control.ts";
import { FaultPlan } from "./fault-plan.ts";
import { signIdToken } from "./id-token.ts";
import { makeIssuerKeys } from "./issuer-keys.ts";
import { Recorder } from "./recorder.ts";
import { makeServer } from "./server.ts";
import { type FixedCredentials, SessionStore } from "./sessions.ts";
import { nowSeconds, type World } from "./world.ts";

export interface EmbeddedStsOptions {
  /** The `iss` of the tokens; default `https://gitlab.example.com`. */
  readonly issuer?: string;
  /** Default audience of tokens and client id of the demo provider; default: the issuer. */
  readonly audience?: string;
  /** Default project of tokens and of the demo role; default `acme/shop`. */
  readonly projectPath?: string;
  /** Default `aws`. */
  readonly partition?: string;
  /** Default: account 123456789012 with one provider and the role `gitlab-` + slug of the project. */
  readonly accounts?: readonly AccountConfiguration[];
  /** Handed out instead of random credentials. */
  readonly credentials?: FixedCredentials;
  /** Default: a free one. */
  readonly port?: number;
  /** The clock; default: the machine's. */
  readonly now?: () => Date;
}

export interface EmbeddedSts extends Controls {
  /** `http://127.0.0.1:PORT`, without a slash at the end: the STS endpoint. */
  readonly url: string;
  readonly issuer: string;
  readonly audience: string;
  readonly projectPath: string;
  /** Of the first account: the account, its first provider and its first role. */
  readonly accountId: string;
  readonly providerArn: string;
  readonly roleArn: string;
  /** Closes the server and every connection, those that hang included. */
  close(): Promise<void>;
}

/** @throws Error when the configuration is wrong or the port is taken */
export async function startEmbeddedSts(options: EmbeddedStsOptions = {}): Promise<EmbeddedSts> {
  const issuer = options.issuer ?? "https://gitlab.example.com";
  const audience = options.audience ?? issuer;
  const projectPath = options.projectPath ?? "acme/shop";
  const partition = options.partition ?? "aws";
  const configured = options.accounts ?? demoAccounts({ partition, issuer, audience, projectPath });
  const accounts = readAccounts(configured, partition);
  const sessions = new SessionStore();
  sessions.fixed = options.credentials;
  const now = options.now ?? (() => new Date());
  const world: World = {
    partition,
    accounts,
    sessions,
    now,
    issuer: { url: issuer, keys: await makeIssuerKeys() },
  };
  const plan = new FaultPlan();
  const recorder = new Recorder();
  const stop = new AbortController();
  const controls: Controls = {
    signIdToken: (overrides = {}) =>
      signIdToken(world.issuer, { audience, projectPath }, nowSeconds(world), overrides),
    addFault: (order) => plan.add(order),
    clearFaults: () => plan.clear(),
    pendingFaults: () => plan.pending(),
    setCredentials: (fixed) => {
      sessions.fixed = fixed;
    },
    requests: recorder.requests,
    counts: () => recorder.counts(),
    reset: () => {
      recorder.clear();
      plan.clear();
      sessions.fixed = options.credentials;
    },
  };
  const server = makeServer({ world, plan, recorder, controls, stopped: stop.signal });
  const port = await listen(server, options.port ?? 0);
  const [first] = accounts;
  return {
    ...controls,
    url: `http://127.0.0.1:${port}`,
    issuer,
    audience,
    projectPath,
    accountId: first?.id ?? "",
    providerArn: first?.providers[0]?.arn ?? "",
    roleArn: first?.roles[0]?.arn ?? "",
    close: () => {
      stop.abort();
      return close(server);
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
