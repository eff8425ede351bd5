import { connect } from "node:tls";
import type { Credential } from "./_credential.ts";

/** Connection attempt and answer together. */
const timeoutMilliseconds = 10_000;

/** Where a cache is and, for tests, which authority signed its certificate. */
export interface CacheEndpoint {
  readonly host: string;
  readonly port: number;
  /** PEM text. @default Node's own list, which holds the Amazon Trust Services roots that ElastiCache uses */
  readonly ca?: string;
}

/**
 * Proves that the user may log in, with the one command that every user may run. A client library would be
 * more than half a megabyte for this exchange.
 *
 * @throws If the connection fails, its certificate does not match, or the server refuses the login.
 */
export async function logIn({ host, port, ca }: CacheEndpoint, credential: Credential): Promise<void> {
  const command = encode("AUTH", credential.username, credential.password);
  await new Promise<void>((resolve, reject) => {
    const socket = connect({
      host,
      port,
      servername: host,
      minVersion: "TLSv1.2",
      ...(ca === undefined ? {} : { ca }),
    });
    let answer = "";
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      socket.destroy();
      if (error === undefined) resolve();
      else reject(error);
    };
    // One timer for the whole exchange: a socket's own time-out would start again with every byte.
    const timer = setTimeout(
      () => settle(new Error(`The cache at ${host}:${port} did not answer in ${timeoutMilliseconds / 1000} s.`)),
      timeoutMilliseconds,
    );
    socket.setEncoding("utf8");
    socket.on("secureConnect", () => socket.write(command));
    socket.on("error", settle);
    socket.on("close", () => settle(new Error(`The cache at ${host}:${port} closed the connection.`)));
    socket.on("data", (part: string) => {
      answer += part;
      const end = answer.indexOf("\r\n");
      if (end < 0) return;
      const line = answer.slice(0, end);
      settle(
        line === "+OK" ? undefined : new Error(`The cache refused the login of "${credential.username}": ${line}`),
      );
    });
  });
}

/** One command in RESP: an array of length-prefixed strings. */
function encode(...parts: readonly string[]): string {
  return `*${parts.length}\r\n${parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join("")}`;
}
