import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { loadWaivers, waiversFileOf } from "../policies/load-waivers.ts";
import type { Waiver } from "../policies/waiver.ts";
import { UserError } from "./exit-codes.ts";

/** Waivers of --waivers, else of RAMPART_WAIVERS, else of the file beside the program. `false` waives nothing. */
export async function readWaivers(programDir: string, flag: string | boolean | undefined): Promise<Waiver[]> {
  if (flag === false) return [];
  const named = typeof flag === "string" ? flag : process.env["RAMPART_WAIVERS"];
  const file = named === undefined || named === "" ? waiversFileOf(programDir) : resolve(named);
  if (file === undefined) return [];
  if (!existsSync(file)) {
    const source = typeof flag === "string" ? `--waivers ${flag}` : `RAMPART_WAIVERS=${named}`;
    throw new UserError(`${source}: there is no such file; name one that exists, or judge with --no-waivers`);
  }
  try {
    return await loadWaivers(file);
  } catch (error) {
    throw new UserError((error as Error).message);
  }
}

/** Whether every program goes by the same waivers, wherever it lies. */
export function areWaiversShared(flag: string | boolean | undefined): boolean {
  return flag !== undefined || (process.env["RAMPART_WAIVERS"] ?? "") !== "";
}
