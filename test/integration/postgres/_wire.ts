import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";

export interface Answer {
  readonly authentication?: number;
  readonly error?: string;
}

/** Speaks the protocol by hand: asks to log in, with TLS or without, and answers any request with the text as a password. */
export function startup(port: number, user: string, tls: boolean, text?: string): Promise<Answer> {
  const packet = Buffer.from(`\0\0\0\0\0\x03\0\0user\0${user}\0database\0shop\0\0`, "latin1");
  packet.writeInt32BE(packet.length, 0);
  return new Promise((resolve, reject) => {
    const socket = connectTcp(port, "127.0.0.1");
    socket.setTimeout(100_000, () => reject(new Error("no answer")));
    socket.once("error", reject);
    if (!tls) {
      listen(socket);
      socket.write(packet);
      return;
    }
    socket.write(Buffer.from("0000000804d2162f", "hex"));
    socket.once("data", () => {
      const secured = connectTls({ socket, rejectUnauthorized: false }, () => {
        listen(secured);
        secured.write(packet);
      });
      secured.once("error", reject);
    });

    function listen(stream: NodeJS.ReadWriteStream): void {
      let authentication: number | undefined;
      stream.on("data", (chunk: Buffer) => {
        if (chunk.toString("latin1", 0, 1) === "R") {
          authentication = chunk.readInt32BE(5);
          const body = Buffer.from(`p\0\0\0\0${text ?? ""}\0`, "latin1");
          body.writeInt32BE(body.length - 1, 1);
          stream.write(body);
          return;
        }
        socket.destroy();
        resolve({ ...(authentication !== undefined && { authentication }), error: chunk.toString("latin1") });
      });
      stream.on("end", () => resolve({ ...(authentication !== undefined && { authentication }), error: "closed" }));
    }
  });
}

/** The error of a client that speaks TLS 1.1 at most. */
export function oldTls(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, "127.0.0.1");
    socket.write(Buffer.from("0000000804d2162f", "hex"));
    socket.once("data", () => {
      const old = { minVersion: "TLSv1" as const, maxVersion: "TLSv1.1" as const, ciphers: "DEFAULT@SECLEVEL=0" };
      const secured = connectTls({ socket, rejectUnauthorized: false, ...old }, () => {
        secured.destroy();
        resolve("accepted");
      });
      secured.once("error", (error) => resolve(error.message));
    });
  });
}
