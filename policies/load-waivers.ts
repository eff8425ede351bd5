import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { fileIn, programAbove } from "./beside-program.ts";
import { type Waiver, parseWaivers } from "./waiver.ts";

/** The file that holds a program's waivers; it lies beside the program's Pulumi.yaml. */
const WAIVERS_FILES = ["rampart.waivers.ts", "rampart.waivers.js", "rampart.waivers.mjs"] as const;

/** The waivers file of the program in `folder`, if it has one. */
export function waiversFileOf(folder: string): string | undefined {
  return fileIn(folder, WAIVERS_FILES);
}

/** The waivers file for a policy pack: RAMPART_WAIVERS where it is set, else the file beside the program above the pack. */
export function waiversFileForPack(
  packFolder: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const named = env["RAMPART_WAIVERS"];
  if (named !== undefined && named !== "") return resolve(named);
  const program = programAbove(packFolder);
  return program === undefined ? undefined : waiversFileOf(program);
}

/**
 * Loads a waivers file: a module whose default export, or export `waivers`, is a list.
 *
 * @throws Error that names the file and what is wrong with it; nothing is waived then.
 */
export async function loadWaivers(file: string): Promise<Waiver[]> {
  let exports: Record<string, unknown>;
  try {
    exports = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    throw new Error(`${file} cannot be loaded as waivers: ${(error as Error).message}`, { cause: error });
  }
  const list = exports["default"] ?? exports["waivers"];
  if (list === undefined) throw new Error(`${file} exports no waivers; export a list as its default or as "waivers"`);
  return parseWaivers(list, file);
}
