// The sessions that the STS has handed out: random credentials, or fixed ones for tests of quoting.
import { createHash, randomBytes, randomInt } from "node:crypto";
import type { Role } from "./configuration.ts";

/** Credentials to hand out instead of random ones; what is absent stays random. */
export interface FixedCredentials {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  /** The text of the Expiration element, as it is. */
  readonly expiration?: string;
}

export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** The text of the Expiration element. */
  readonly expiration: string;
  readonly accountId: string;
  /** `AROA…:SESSION` */
  readonly assumedRoleId: string;
  /** `arn:PARTITION:sts::ACCOUNT:assumed-role/ROLE/SESSION`: without the path of the role. */
  readonly assumedRoleArn: string;
}

const ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** With this, base64 of a fixed prefix, session tokens of AWS begin. */
const TOKEN_START = "IQoJb3JpZ2luX2VjE";

export class SessionStore {
  readonly #sessions = new Map<string, Session>();
  /** Undefined: random credentials. */
  fixed: FixedCredentials | undefined;

  /** @param nowSeconds seconds since the epoch; the session ends `durationSeconds` later */
  create(role: Role, sessionName: string, nowSeconds: number, durationSeconds: number): Session {
    const expiresAt = nowSeconds + durationSeconds;
    const session: Session = {
      accessKeyId: this.fixed?.accessKeyId ?? `ASIA${randomLetters(16)}`,
      secretAccessKey: this.fixed?.secretAccessKey ?? randomBytes(30).toString("base64"),
      sessionToken:
        this.fixed?.sessionToken ?? TOKEN_START + randomBytes(randomInt(640, 800)).toString("base64"),
      expiresAt,
      expiration: this.fixed?.expiration ?? new Date(expiresAt * 1000).toISOString().replace(/\.\d+Z$/, "Z"),
      accountId: role.accountId,
      assumedRoleId: `${roleId(role.arn)}:${sessionName}`,
      assumedRoleArn: `${role.arn.replace(/:iam::(\d{12}):role\/.*$/, ":sts::$1:assumed-role/")}${role.name}/${sessionName}`,
    };
    this.#sessions.set(session.accessKeyId, session);
    return session;
  }

  find(accessKeyId: string): Session | undefined {
    return this.#sessions.get(accessKeyId);
  }
}

/** The unique id of a role: the same for the same ARN. */
function roleId(arn: string): string {
  const bytes = createHash("sha256").update(arn).digest().subarray(0, 17);
  return `AROA${[...bytes].map((byte) => ID_LETTERS.charAt(byte % 32)).join("")}`;
}

function randomLetters(count: number): string {
  return [...randomBytes(count)].map((byte) => ID_LETTERS.charAt(byte % 32)).join("");
}
