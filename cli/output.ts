import { randomUUID } from "node:crypto";
import { accessSync, constants, createWriteStream, existsSync, realpathSync, rmSync, statSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { dirname } from "node:path";
import type { Writable } from "node:stream";
import { UserError } from "./exit-codes.ts";

/** Temporary files that a run which ends early, such as by Ctrl-C, must not leave behind. */
const unfinished = new Set<string>();
process.on("exit", () => unfinished.forEach((file) => rmSync(file, { force: true })));

/** A report and where it goes; without a file, to standard output. */
export interface Output {
  /** Whole, or in pieces where it may be longer than a string can be; read once. */
  readonly text: string | Iterable<string>;
  readonly file: string | undefined;
  /** How the user named the file, for messages. */
  readonly flag: string;
}

/** Refuses a report that has no place to go, before a program runs for minutes to fill it. */
export function refuseUnwritable(outputs: readonly Pick<Output, "file" | "flag">[]): void {
  for (const { file, flag } of outputs) {
    if (file === undefined) continue;
    try {
      accessSync(isDevice(file) ? file : dirname(file), constants.W_OK);
    } catch (error) {
      throw cannotWrite(flag, error);
    }
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
      throw new UserError(`${flag} cannot be written: it is a folder; name a file`);
    }
  }
}

/** Prints a report, or writes it whole. */
export function writeReport(text: string, file: string | undefined): Promise<void> {
  return writeReports([{ text, file, flag: `--out ${file}` }]);
}

/**
 * Writes reports, all or none: each to a temporary file beside its target, which it replaces once all are there.
 * What is printed comes last, as a reader that closes early ends the process.
 */
export async function writeReports(outputs: readonly Output[]): Promise<void> {
  const written: { readonly temporary: string; readonly target: string; readonly flag: string }[] = [];
  try {
    for (const { text, file, flag } of outputs) {
      if (file === undefined || isDevice(file)) continue;
      const target = throughLinks(file);
      const temporary = temporaryFor(target);
      written.push({ temporary, target, flag });
      await writeFile(temporary, text).catch((error: unknown) => {
        throw cannotWrite(flag, error);
      });
    }
    for (const { temporary, target, flag } of written) {
      await rename(temporary, target).catch((error: unknown) => {
        throw cannotWrite(flag, error);
      });
      unfinished.delete(temporary);
    }
  } finally {
    for (const { temporary } of written) await discard(temporary);
  }
  for (const { text, file, flag } of outputs) {
    if (file === undefined || !isDevice(file)) continue;
    await writeFile(file, text).catch((error: unknown) => {
      throw cannotWrite(flag, error);
    });
  }
  for (const { text, file } of outputs) {
    if (file !== undefined) continue;
    for (const piece of typeof text === "string" ? [text] : text) {
      await new Promise<void>((done) => process.stdout.write(piece, () => done()));
    }
  }
}

/** A pipe, a terminal or /dev/null: it is written to as it is, where a file would be replaced. */
function isDevice(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

/** What a link names is replaced, and not the link. */
function throughLinks(file: string): string {
  return existsSync(file) ? realpathSync(file) : file;
}

function temporaryFor(file: string): string {
  const temporary = `${file}.${randomUUID()}.tmp`;
  unfinished.add(temporary);
  return temporary;
}

async function discard(temporary: string): Promise<void> {
  if (!unfinished.delete(temporary)) return;
  await rm(temporary, { force: true });
}

/**
 * Runs `produce` with a way to write a report piece by piece, for one that may be larger than memory. Waits for a
 * reader that is slower; a file appears under its name only when it is whole.
 */
export async function streamReport(
  file: string | undefined,
  produce: (write: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  if (file === undefined) return produce((text) => writeTo(process.stdout, text));
  const device = isDevice(file);
  const target = device ? file : throughLinks(file);
  const temporary = device ? file : temporaryFor(target);
  const stream = createWriteStream(temporary);
  const failed = new Promise<never>((_, reject) =>
    stream.once("error", (error) => reject(cannotWrite(`--out ${file}`, error))),
  );
  failed.catch(() => undefined);
  try {
    await Promise.race([produce((text) => writeTo(stream, text)), failed]);
    await Promise.race([new Promise<void>((done) => stream.end(done)), failed]);
    if (!device) await rename(temporary, target);
    unfinished.delete(temporary);
  } catch (error) {
    stream.destroy();
    await discard(temporary);
    throw error;
  }
}

async function writeTo(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, "drain");
}

function cannotWrite(flag: string, error: unknown): UserError {
  return new UserError(`${flag} cannot be written: ${(error as Error).message}`);
}
