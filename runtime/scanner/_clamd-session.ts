import { type Socket, connect } from "node:net";

/** Longest reply. What clamd says is a line; more is not clamd. */
const LONGEST_REPLY = 4096;

/** The connection ended, failed or spoke another language before the answer came. Never a verdict. */
export class ClamdError extends Error {
  override readonly name = "ClamdError";
}

export interface ClamdAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * One connection to clamd in session mode: replies carry the number of their command and end in NUL.
 *
 * A client of its own because none on npm is fit: `clamscan` writes to the socket without waiting for it in
 * `scanStream`, so that a large object fills the memory, and treats an empty answer as no infection in
 * `passthrough`; `clamdjs` and `clamav.js` have not been released for years and leave reading of the answer to
 * the caller. What is needed of the protocol is small.
 */
export class ClamdSession {
  readonly #socket: Socket;
  readonly #replies: string[] = [];
  #unread = "";
  #failure: Error | undefined;
  /** Wakes whoever waits for a reply or for room to write; both look again at what has changed. */
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => this.#read(text));
    socket.on("drain", () => this.#wake());
    socket.on("error", (error) => this.#fail(new ClamdError(`clamd: ${error.message}`, { cause: error })));
    socket.on("end", () => this.#fail(new ClamdError("clamd closed the connection before it answered")));
    socket.on("close", () => this.#fail(new ClamdError("the connection to clamd was closed before it answered")));
  }

  /** Connects; `signal` ends the connection at any time, and what waits for it with its reason. */
  static async open({ host, port }: ClamdAddress, signal: AbortSignal): Promise<ClamdSession> {
    signal.throwIfAborted();
    const socket = connect({ host, port, noDelay: true });
    const session = new ClamdSession(socket);
    const abort = (): void => {
      session.#fail(signal.reason instanceof Error ? signal.reason : new ClamdError("the scan was stopped"));
      socket.destroy();
    };
    signal.addEventListener("abort", abort, { once: true });
    socket.once("close", () => signal.removeEventListener("abort", abort));
    let connected = false;
    socket.once("connect", () => {
      connected = true;
      session.#wake();
    });
    await session.#until(() => connected);
    await session.send("zIDSESSION\0");
    return session;
  }

  /** Writes and waits until the socket takes more, so that memory stays bounded however slow clamd is. */
  async send(data: string | Uint8Array): Promise<void> {
    if (this.#failure !== undefined && this.#replies.length === 0) throw this.#failure;
    if (this.#socket.destroyed || this.#socket.write(data)) return;
    await this.#until(() => !this.#socket.writableNeedDrain || this.#replies.length > 0);
  }

  /** Whether clamd has answered something that was not yet taken. */
  get answered(): boolean {
    return this.#replies.length > 0;
  }

  /** The next reply without its number. */
  async reply(): Promise<string> {
    await this.#until(() => this.#replies.length > 0);
    return (this.#replies.shift() as string).replace(/^\d+: /, "");
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(text: string): void {
    const parts = (this.#unread + text).split("\0");
    this.#unread = parts.pop() as string;
    this.#replies.push(...parts);
    if (this.#unread.length > LONGEST_REPLY || this.#replies.length > 8) {
      this.#fail(new ClamdError("clamd answered more than a line"));
      this.#socket.destroy();
    }
    this.#wake();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake();
  }

  /** A reply that has arrived counts even if the connection failed after it. */
  async #until(reached: () => boolean): Promise<void> {
    while (!reached()) {
      if (this.#failure !== undefined) throw this.#failure;
      // oxlint-disable-next-line no-await-in-loop -- waits for one event after the other
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
