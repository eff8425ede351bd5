import { type ClamdAddress, ClamdError, ClamdSession } from "./_clamd-session.ts";
import { spentChunks } from "./_memory.ts";
import type { Verdict } from "./_verdict.ts";

export interface EngineVersion {
  /** For example `1.5.1`. */
  readonly engine: string;
  /** Number of the daily signatures; undefined while clamd runs without them. */
  readonly signatures: number | undefined;
  /** When the daily signatures were made. */
  readonly signaturesMadeAt: number | undefined;
}

/** Scanning must stop: the signatures are too old or there are none. */
export class StaleSignaturesError extends Error {
  override readonly name = "StaleSignaturesError";
}

/** `ClamAV 1.5.1/27500/Mon Nov 16 08:24:31 2026`; the last two parts are missing without official signatures. */
export function parseVersion(reply: string): EngineVersion {
  const [, engine, signatures, date] = /^ClamAV ([^/\s]+)(?:\/(\d+)\/(.+))?$/.exec(reply) ?? [];
  if (engine === undefined) throw new ClamdError(`clamd answered VERSION with "${reply}"`);
  // The image runs in UTC, and clamd prints the local time without a zone.
  const madeAt = date === undefined ? Number.NaN : Date.parse(`${date} UTC`);
  return {
    engine,
    signatures: signatures === undefined ? undefined : Number(signatures),
    signaturesMadeAt: Number.isNaN(madeAt) ? undefined : madeAt,
  };
}

/** How old the signatures are, in milliseconds; infinitely old if clamd does not say. */
export function signatureAge({ signaturesMadeAt }: EngineVersion, now = Date.now()): number {
  return signaturesMadeAt === undefined ? Number.POSITIVE_INFINITY : Math.max(0, now - signaturesMadeAt);
}

/** Asks clamd for its version. */
export async function engineVersion(clamd: ClamdAddress, signal: AbortSignal): Promise<EngineVersion> {
  const session = await ClamdSession.open(clamd, signal);
  try {
    await session.send("zVERSION\0");
    return parseVersion(await session.reply());
  } finally {
    session.close();
  }
}

export interface Scan {
  readonly verdict: Verdict;
  readonly engine: EngineVersion;
}

export interface ScanArgs {
  readonly clamd: ClamdAddress;
  readonly source: AsyncIterable<Uint8Array>;
  /** Bytes the source must give; fewer or more, and nothing was scanned whole. */
  readonly size: number;
  readonly signatureMaxAgeMilliseconds: number;
  readonly signal: AbortSignal;
}

/**
 * Streams to clamd and returns what it found. The age of the signatures is asked on the same connection, since
 * behind one name there may be several daemons.
 *
 * @throws Whenever it is not certain what clamd would say of the whole: the object is then not clean.
 */
export async function scan({ clamd, source, size, signatureMaxAgeMilliseconds, signal }: ScanArgs): Promise<Scan> {
  const session = await ClamdSession.open(clamd, signal);
  try {
    await session.send("zVERSION\0");
    const engine = parseVersion(await session.reply());
    if (signatureAge(engine) > signatureMaxAgeMilliseconds) {
      throw new StaleSignaturesError("the signatures of clamd are too old or have no date");
    }
    await session.send("zINSTREAM\0");
    const sent = await sendChunks(session, source);
    const verdict = judge(await session.reply());
    if (verdict.status === "clean" && sent !== size) {
      throw new ClamdError(`clamd was sent ${sent} of ${size} bytes`);
    }
    return { verdict, engine };
  } finally {
    session.close();
  }
}

/** Each chunk behind its length, then a chunk of no length. Stops when clamd answers before the end: it has seen enough. */
async function sendChunks(session: ClamdSession, source: AsyncIterable<Uint8Array>): Promise<number> {
  const spent = spentChunks();
  let sent = 0;
  for await (const chunk of source) {
    if (chunk.length === 0) continue;
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32BE(chunk.length);
    await session.send(length);
    await session.send(chunk);
    if (session.answered) return sent;
    sent += chunk.length;
    spent(chunk.length);
  }
  await session.send(Buffer.alloc(4));
  return sent;
}

/** clamd's names for what it could not look into; `AlertExceedsMax` and `AlertEncrypted` make it say so. */
const NOT_LOOKED_INTO = /^Heuristics\.(Limits\.Exceeded|Encrypted)\b/;

/** Only the one reply that says so is clean; what is not understood is an error. */
function judge(reply: string): Verdict {
  if (reply === "stream: OK") return { status: "clean" };
  const found = /^stream: (\S+) FOUND$/.exec(reply)?.[1];
  if (found !== undefined) {
    return NOT_LOOKED_INTO.test(found)
      ? { status: "unscannable", reason: found }
      : { status: "infected", reason: found };
  }
  if (reply.startsWith("INSTREAM size limit exceeded")) return { status: "unscannable", reason: "StreamMaxLength" };
  throw new ClamdError(`clamd answered "${reply}"`);
}
