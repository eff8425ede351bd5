import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
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
    throw new UserError(`--out ${file} cannot be written: ${(error as Error).message}`);
  }
}
