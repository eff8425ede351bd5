import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { UserError } from "./exit-codes.ts";

/** Prints a report, or writes it whole: to a temporary file beside the target, which it then replaces. */
export async function writeReport(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    await new Promise<void>((done) => process.stdout.write(text, () => done()));
    return;
  }
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw cannotWrite(file, error);
  }
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
  const temporary = `${file}.${randomUUID()}.tmp`;
  const stream = createWriteStream(temporary);
  const failed = new Promise<never>((_, reject) => stream.once("error", (error) => reject(cannotWrite(file, error))));
  failed.catch(() => undefined);
  try {
    await Promise.race([produce((text) => writeTo(stream, text)), failed]);
    await Promise.race([new Promise<void>((done) => stream.end(done)), failed]);
    await rename(temporary, file);
  } catch (error) {
    stream.destroy();
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeTo(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, "drain");
}

function cannotWrite(file: string, error: unknown): UserError {
  return new UserError(`--out ${file} cannot be written: ${(error as Error).message}`);
}
