import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { type Server, type Socket, connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { renderClamdConf } from "../../../components/_antivirus-config.ts";

/** The text that every scanner knows, in two parts, so that no scanner finds it in this file. */
export const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

/** Largest file of the configuration under test. */
export const MAX_FILE_MIB = 220;

/** A real clamd with the configuration that the component generates, and a signature file that knows EICAR. */
export class Clamd {
  readonly #folder: string;
  readonly #port: number;
  #child: ChildProcess | undefined;

  constructor(folder: string, port: number) {
    this.#folder = join(folder, "clamd");
    this.#port = port;
    mkdirSync(join(this.#folder, "database"), { recursive: true });
    mkdirSync(join(this.#folder, "tmp"));
    for (const path of [this.#folder, join(this.#folder, "database")]) chmodSync(path, 0o755);
    chmodSync(join(this.#folder, "tmp"), 0o777);
    const signature = `Test.EICAR:0:*:${Buffer.from(EICAR, "latin1").toString("hex")}\n`;
    writeFileSync(join(this.#folder, "database/local.ndb"), signature);
  }

  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    const file = join(this.#folder, "clamd.conf");
    // What is Debian's is older than the image, and has its folders elsewhere.
    const generated = renderClamdConf({ maxFileMib: MAX_FILE_MIB, scanTimeoutSeconds: 300 }, debianVersion());
    writeFileSync(
      file,
      replaceOptions(generated, {
        DatabaseDirectory: join(this.#folder, "database"),
        TemporaryDirectory: join(this.#folder, "tmp"),
        LocalSocket: join(this.#folder, "clamd.sock"),
        TCPAddr: "127.0.0.1",
        TCPSocket: String(this.#port),
      }),
    );
    const child = spawn("clamd", ["--config-file", file], { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (said += String(text)));
    for (let attempt = 0; attempt < 3000; attempt++) {
      if (child.exitCode !== null) throw new Error(`clamd ended with code ${child.exitCode}: ${said}`);
      // oxlint-disable no-await-in-loop -- asks until it answers
      if (await answersPing(this.#port)) return;
      await sleep(100);
      // oxlint-enable no-await-in-loop
    }
    throw new Error(`clamd does not answer: ${said}`);
  }

  /** As the kernel does when memory is short. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
    this.#child = undefined;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

/** For example `1.4.6`. */
function debianVersion(): string {
  return /ClamAV (\d+\.\d+\.\d+)/.exec(execFileSync("clamd", ["--version"], { encoding: "utf8" }))?.[1] ?? "0.0.0";
}

function replaceOptions(conf: string, options: Readonly<Record<string, string>>): string {
  let replaced = conf;
  for (const [option, value] of Object.entries(options)) {
    replaced = replaced.replace(new RegExp(`^${option} .*$`, "m"), `${option} ${value}`);
  }
  return replaced;
}

async function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" }, () => socket.write("zPING\0"));
    socket.on("data", (data) => {
      resolve(String(data).startsWith("PONG"));
      socket.destroy();
    });
    socket.on("error", () => resolve(false));
  });
}

/**
 * Stands between the worker and clamd. Only signed databases have a date, and none can be fetched here, so it adds
 * one to the answer to VERSION; it touches nothing else. It can also stop the flow in the middle of a scan.
 */
export class Relay {
  /** When the signatures were made, as far as the worker is told. */
  signaturesMadeAt = new Date();
  /** Bytes of a connection after which nothing flows any more. */
  stallAfterBytes = Number.POSITIVE_INFINITY;
  /** Called once when a connection has carried this many bytes. */
  onBytes: { readonly bytes: number; readonly call: () => void } | undefined;
  readonly #target: number;
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  constructor(target: number) {
    this.#target = target;
    this.#server = createServer((socket) => this.#relay(socket));
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the relay has no port");
    return address.port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  reset(): void {
    this.signaturesMadeAt = new Date();
    this.stallAfterBytes = Number.POSITIVE_INFINITY;
    this.onBytes = undefined;
  }

  #relay(client: Socket): void {
    const clamd = connect({ port: this.#target, host: "127.0.0.1" });
    let carried = 0;
    for (const socket of [client, clamd]) {
      this.#open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#open.delete(socket);
        client.destroy();
        clamd.destroy();
      });
    }
    client.on("data", (data) => {
      carried += data.length;
      if (carried > this.stallAfterBytes) return void client.pause();
      const { onBytes } = this;
      if (onBytes !== undefined && carried > onBytes.bytes) {
        this.onBytes = undefined;
        onBytes.call();
      }
      if (!clamd.write(data)) {
        client.pause();
        clamd.once("drain", () => client.resume());
      }
    });
    clamd.on("data", (data) => client.write(this.#dated(data.toString("latin1")), "latin1"));
  }

  #dated(reply: string): string {
    const [day, date, month, year, time] = this.signaturesMadeAt.toUTCString().replace(",", "").split(" ");
    return reply.replace(/(ClamAV [\d.]+)\0/, `$1/27000/${day} ${month} ${date} ${time} ${year}\0`);
  }
}
