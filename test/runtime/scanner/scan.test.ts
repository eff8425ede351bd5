import { type AddressInfo, type Server, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { scan } from "../../../runtime/scanner/_clamd.ts";

const HOUR = 3_600_000;
const BODY = Buffer.from("a few bytes");

let server: Server | undefined;
afterEach(() => server?.close());

/** What stands in for clamd: tells its version, takes the stream to its end, and gives `reply`, or hangs up without one. */
async function clamd(reply: string | undefined, signatureHours = 1): Promise<{ host: string; port: number }> {
  const made = new Date(Date.now() - signatureHours * HOUR).toUTCString().replace(/^\w+, | GMT$/g, "");
  server = createServer((socket) => {
    let seen = Buffer.alloc(0);
    let answered = false;
    socket.on("error", () => {});
    socket.on("data", (data) => {
      seen = Buffer.concat([seen, data]);
      if (!answered && seen.includes("zVERSION\0")) {
        answered = true;
        socket.write(`1: ClamAV 1.5.1/27500/${made}\0`);
      }
      if (!seen.includes("zINSTREAM\0") || seen.readUInt32BE(seen.length - 4) !== 0) return;
      socket.end(reply === undefined ? "" : `2: ${reply}\0`);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
}

async function* sourceOf(...chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}

const scanned = async (reply: string | undefined, more: { size?: number; signatureHours?: number } = {}) =>
  scan({
    clamd: await clamd(reply, more.signatureHours),
    source: sourceOf(BODY),
    size: more.size ?? BODY.length,
    signatureMaxAgeMilliseconds: 48 * HOUR,
    signal: AbortSignal.timeout(60_000),
  });

describe("a scan", () => {
  test.each([
    ["stream: OK", { status: "clean" }],
    ["stream: Win.Test.EICAR_HDB-1 FOUND", { status: "infected", reason: "Win.Test.EICAR_HDB-1" }],
    [
      "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND",
      { status: "unscannable", reason: "Heuristics.Limits.Exceeded.MaxFileSize" },
    ],
    ["stream: Heuristics.Encrypted.Zip FOUND", { status: "unscannable", reason: "Heuristics.Encrypted.Zip" }],
    ["INSTREAM size limit exceeded. ERROR", { status: "unscannable", reason: "StreamMaxLength" }],
  ])("that ends with %j has its verdict", async (reply, verdict) => {
    expect((await scanned(reply)).verdict).toEqual(verdict);
  });

  test.each([
    ["an error", "stream: Can't allocate memory ERROR", {}],
    ["an answer nobody knows", "stream: ok", {}],
    ["nothing", undefined, {}],
    ["OK for a part of the object", "stream: OK", { size: BODY.length + 1 }],
    ["OK by old signatures", "stream: OK", { signatureHours: 49 }],
  ])("that ends with %s has no verdict, and so is not clean", async (_, reply, more) => {
    await expect(scanned(reply, more)).rejects.toThrow(
      expect.objectContaining({ name: expect.stringMatching(/^(ClamdError|StaleSignaturesError)$/) }),
    );
  });
});
