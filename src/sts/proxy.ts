// Which proxy a request goes through: the rules of Go's golang.org/x/net/http/httpproxy, which the Go tool had.
import { BlockList, isIP } from "node:net";
import { type Environment, variable } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";

/**
 * @returns the proxy's URL, or nothing when the request goes straight to its host
 * @throws HelperError (exit code 3) for a value that is no URL of an HTTP proxy
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const name = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const found = [name, name.toLowerCase()].find((each) => variable(env, each) !== undefined);
  const text = found === undefined ? undefined : variable(env, found);
  if (text === undefined) return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127.")))
    return undefined;
  if (bypassed(host, url, variable(env, "NO_PROXY") ?? variable(env, "no_proxy") ?? "")) return undefined;
  const withScheme = /^[a-z0-9+.-]+:\/\//i.test(text) ? text : `http://${text}`;
  const proxy = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  // The value is not shown: it may hold a password.
  if (proxy === undefined || !/^https?:$/.test(proxy.protocol))
    throw new HelperError(
      EXIT.VALUE,
      `${found} is not the URL of an HTTP proxy, such as http://proxy.example.com:3128`,
    );
  return proxy;
}

/** `example.com` also stands for its subdomains, `.example.com` only for them, `*` for everything. */
function bypassed(host: string, url: URL, noProxy: string): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return noProxy
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => {
      const [, name = "", entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (name === "" || (entryPort !== undefined && entryPort !== port)) return false;
      const domain = name.replace(/^\*?\./, "");
      if (name === "*") return true;
      if (name.includes("/")) return inNetwork(host, name);
      return name === domain ? host === domain || host.endsWith(`.${domain}`) : host.endsWith(`.${domain}`);
    });
}

/** An address in a network such as 10.0.0.0/8. */
function inNetwork(host: string, network: string): boolean {
  const [address = "", bits = ""] = network.split("/");
  const [version, own] = [isIP(address), isIP(host)];
  if (version === 0 || own !== version || !/^[0-9]{1,3}$/.test(bits) || Number(bits) > (own === 6 ? 128 : 32))
    return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), own === 6 ? "ipv6" : "ipv4");
  return list.check(host, own === 6 ? "ipv6" : "ipv4");
}
