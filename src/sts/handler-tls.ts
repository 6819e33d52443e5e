// A TLS connection whose certificate is verified before anyone writes to it.
import { isIP, connect as openSocket } from "node:net";
import { connect as addTls, createSecureContext, type TLSSocket } from "node:tls";

/**
 * Connects and verifies.
 * @param ca PEM text of the certificate authorities to trust instead of Node's own
 * @param started gets the connection as soon as there is something to destroy
 */
export function connectTls(
  url: URL,
  ca: string | undefined,
  started: (socket: TLSSocket) => void,
): Promise<TLSSocket> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const socket = openSocket({ host, port: Number(url.port || 443) });
  // Node 20 takes 30 ms to read its list of 144 authorities, even to trust others: meanwhile the connection is on its way.
  const secureContext = createSecureContext(ca === undefined ? {} : { ca });
  return new Promise((resolve, reject) => {
    const secure = addTls({
      socket,
      host,
      secureContext,
      ALPNProtocols: ["http/1.1"],
      // An address has no place in SNI (RFC 6066, section 3); it is compared with the certificate all the same.
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    started(secure);
    socket.once("error", reject);
    secure.once("error", reject);
    secure.once("secureConnect", () => resolve(secure));
    secure.once("close", () =>
      reject(Object.assign(new Error("the connection was closed"), { code: "ECONNRESET" })),
    );
  });
}
