// Where the ID token is looked for, and that its text never shows.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import type { Environment } from "../../src/context.ts";
import { assertRefused, type FlagTexts, failureOf, resolve } from "./given.ts";

const NO_TOKEN = { GITLAB_AWS_IDENTITY_TOKEN: undefined };

/** In the order in which they are looked at. */
const ALL = {
  GITLAB_AWS_IDENTITY_TOKEN_NAME: "NAMED",
  NAMED: "token-named",
  GITLAB_AWS_IDENTITY_TOKEN: "token-first",
  GITLAB_OIDC_TOKEN: "token-second",
  AWS_ID_TOKEN: "token-third",
  AWS_WEB_IDENTITY_TOKEN_FILE: "/run/token",
};

/** `NAME=text` or the path of the file. */
function tokenOf(flags: FlagTexts, variables: Environment): string {
  const { value } = resolve(flags, variables).token;
  return value.kind === "file" ? value.path : `${value.name}=${value.text.reveal()}`;
}

describe("request: token", () => {
  it("is looked for in the order of the table, whatever else is set", () => {
    const order: [keyof typeof ALL, string][] = [
      ["GITLAB_AWS_IDENTITY_TOKEN_NAME", "NAMED=token-named"],
      ["GITLAB_AWS_IDENTITY_TOKEN", "GITLAB_AWS_IDENTITY_TOKEN=token-first"],
      ["GITLAB_OIDC_TOKEN", "GITLAB_OIDC_TOKEN=token-second"],
      ["AWS_ID_TOKEN", "AWS_ID_TOKEN=token-third"],
      ["AWS_WEB_IDENTITY_TOKEN_FILE", "/run/token"],
    ];
    const left: Record<string, string | undefined> = { ...ALL };
    for (const [name, want] of order) {
      assert.equal(tokenOf({}, left), want);
      // Empty counts as not set.
      left[name] = "";
    }
  });

  it("by flag comes before every variable", () => {
    assert.equal(
      tokenOf({ "web-identity-token-name": "MINE" }, { ...ALL, MINE: "token-mine" }),
      "MINE=token-mine",
    );
    assert.equal(tokenOf({ "web-identity-token-file": "./t" }, ALL), "./t");
  });

  it("remembers the variable that held it, or what gave the path", () => {
    assert.deepEqual(resolve({}, { ...ALL }).token.origin, { kind: "variable", name: "NAMED" });
    assert.deepEqual(resolve({ "web-identity-token-file": "./t" }).token.origin, {
      kind: "flag",
      name: "web-identity-token-file",
    });
    assert.deepEqual(resolve({}, { ...NO_TOKEN, AWS_WEB_IDENTITY_TOKEN_FILE: "/f" }).token.origin, {
      kind: "variable",
      name: "AWS_WEB_IDENTITY_TOKEN_FILE",
    });
  });

  it("that was named but is missing or empty is an error: another one could be another identity", () => {
    for (const variables of [{}, { MINE: "" }]) {
      const rest = { ...ALL, NAMED: "token-named", ...variables };
      assertRefused(
        () => resolve({ "web-identity-token-name": "MINE" }, rest),
        4,
        "MINE",
        "--web-identity-token-name",
        "id_tokens:",
      );
      assertRefused(
        () => resolve({}, { ...rest, GITLAB_AWS_IDENTITY_TOKEN_NAME: "MINE" }),
        4,
        "MINE",
        "GITLAB_AWS_IDENTITY_TOKEN_NAME",
      );
    }
    assertRefused(
      () => resolve({ "web-identity-token-name": "MINE" }, { MINE: "" }),
      4,
      "MINE is set, but empty",
    );
  });

  it("is nowhere: says which variable is missing, which are empty, and what to add to the job", () => {
    assertRefused(
      () => resolve({}, NO_TOKEN),
      4,
      "GITLAB_AWS_IDENTITY_TOKEN is not set",
      "id_tokens:",
      "aud:",
    );
    assertRefused(
      () => resolve({}, { ...NO_TOKEN, GITLAB_OIDC_TOKEN: "", AWS_WEB_IDENTITY_TOKEN_FILE: "" }),
      4,
      "GITLAB_OIDC_TOKEN and AWS_WEB_IDENTITY_TOKEN_FILE are set, but empty",
    );
  });

  it("both by name and by file is wrong usage that names both flags", () => {
    assertRefused(
      () => resolve({ "web-identity-token-name": "A", "web-identity-token-file": "b" }),
      2,
      "--web-identity-token-name",
      "--web-identity-token-file",
    );
  });

  it("in the place of its name is refused and not shown", () => {
    const token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
    for (const [flags, variables, name] of [
      [{ "web-identity-token-name": token }, {}, "--web-identity-token-name"],
      [{}, { GITLAB_AWS_IDENTITY_TOKEN_NAME: token }, "GITLAB_AWS_IDENTITY_TOKEN_NAME"],
    ] as const) {
      assertRefused(() => resolve(flags, variables), 3, name, "never the token itself");
      assert.ok(!inspect(failureOf(() => resolve(flags, variables))).includes(token));
    }
  });

  it("is not looked up in the prototype of the environment", () => {
    assertRefused(() => resolve({ "web-identity-token-name": "toString" }), 4, "toString");
    assertRefused(() => resolve({ "web-identity-token-name": "__proto__" }), 4, "__proto__");
  });

  it("shows in no dump of the request", () => {
    const request = resolve();
    assert.ok(!inspect(request, { depth: null, showHidden: true }).includes("signature-of-the-job"));
    assert.ok(!JSON.stringify(request).includes("signature-of-the-job"));
  });
});
