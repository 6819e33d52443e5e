// Which proxy a request goes through: Go's rules, case by case.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EXIT, HelperError } from "../../src/errors.ts";
import { proxyFor } from "../../src/sts/proxy.ts";

const STS = "https://sts.eu-west-1.amazonaws.com";
const PROXY = "http://proxy.example.com:3128";

function proxyOf(url: string, env: Record<string, string>): string | undefined {
  return proxyFor(new URL(url), env)?.href;
}

describe("proxy: which variable", () => {
  it("none", () => assert.equal(proxyOf(STS, {}), undefined));

  for (const [url, env, want] of [
    [STS, { HTTPS_PROXY: PROXY }, `${PROXY}/`],
    [STS, { https_proxy: PROXY }, `${PROXY}/`],
    [STS, { HTTPS_PROXY: PROXY, https_proxy: "http://other:1" }, `${PROXY}/`],
    [STS, { HTTPS_PROXY: "", https_proxy: "http://other:1" }, "http://other:1/"],
    [STS, { HTTP_PROXY: PROXY, ALL_PROXY: PROXY }, undefined],
    ["http://sts.example.com", { HTTP_PROXY: PROXY, HTTPS_PROXY: "http://other:1" }, `${PROXY}/`],
    ["http://sts.example.com", { http_proxy: PROXY }, `${PROXY}/`],
    [STS, { HTTPS_PROXY: "proxy.example.com:3128" }, `${PROXY}/`],
    [STS, { HTTPS_PROXY: "https://user:p%40ss@proxy.example.com" }, "https://user:p%40ss@proxy.example.com/"],
  ] as const)
    it(`${url} ${JSON.stringify(env)}`, () => assert.equal(proxyOf(url, env), want));
});

describe("proxy: loopback never goes through one", () => {
  for (const host of ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"])
    it(host, () => assert.equal(proxyOf(`http://${host}:4566`, { HTTP_PROXY: PROXY }), undefined));
  it("a host that only looks like it does", () => {
    assert.notEqual(proxyOf("http://127.example.com", { HTTP_PROXY: PROXY }), undefined);
    assert.notEqual(proxyOf("http://localhost.example.com", { HTTP_PROXY: PROXY }), undefined);
  });
});

describe("proxy: NO_PROXY", () => {
  const CASES: readonly (readonly [noProxy: string, bypassed: boolean, url?: string])[] = [
    ["amazonaws.com", true],
    [".amazonaws.com", true],
    ["*.amazonaws.com", true],
    ["sts.eu-west-1.amazonaws.com", true],
    ["AMAZONAWS.COM", true],
    ["*", true],
    ["example.com, amazonaws.com ,x", true],
    ["example.com,*", true],
    ["amazonaws.com:443", true],
    ["amazonaws.com:80", false],
    ["amazonaws.com:8443", true, "https://sts.amazonaws.com:8443"],
    ["amazonaws.co", false],
    ["ws.com", false],
    ["", false],
    [",,", false],
    [".sts.amazonaws.com", false, "https://sts.amazonaws.com"],
    ["sts.amazonaws.com", true, "https://sts.amazonaws.com"],
    ["10.1.2.3", true, "https://10.1.2.3"],
    ["10.1.2.3:443", true, "https://10.1.2.3"],
    ["10.1.2.4", false, "https://10.1.2.3"],
    ["10.0.0.0/8", true, "https://10.1.2.3"],
    ["10.0.0.0/16", false, "https://10.1.2.3"],
  ];
  for (const [noProxy, bypassed, url = STS] of CASES)
    it(`${JSON.stringify(noProxy)} ${bypassed ? "is for" : "is not for"} ${url}`, () => {
      for (const name of ["NO_PROXY", "no_proxy"])
        assert.equal(
          proxyOf(url, { HTTPS_PROXY: PROXY, [name]: noProxy }),
          bypassed ? undefined : `${PROXY}/`,
        );
    });

  it("in capitals comes first", () => {
    assert.equal(proxyOf(STS, { HTTPS_PROXY: PROXY, NO_PROXY: "x", no_proxy: "*" }), `${PROXY}/`);
  });
});

describe("proxy: a value that is no URL of an HTTP proxy", () => {
  for (const text of [
    "ftp://u:hunter2hunter2@p",
    "http://",
    "http://u:hunter2hunter2@",
    "socks5://u:hunter2hunter2@p:1080",
    "a b",
  ])
    it(`${text.replace("hunter2hunter2", "…")} is refused without showing it, naming the variable that held it`, () => {
      for (const name of ["HTTPS_PROXY", "https_proxy"])
        assert.throws(
          () => proxyOf(STS, { [name]: text }),
          (failure) => {
            assert.ok(failure instanceof HelperError && failure.exitCode === EXIT.VALUE, String(failure));
            assert.doesNotMatch(failure.message, /hunter2/);
            assert.ok(failure.message.startsWith(name), failure.message);
            return true;
          },
        );
    });
});
