import { printable } from "../engine/report/_printable.ts";

/** Says on standard error what is wrong, or left out. Texts of a program or a file may be in it: no terminal obeys them. */
export function complain(message: string): void {
  process.stderr.write(`rampart: ${printable(message)}\n`);
}
