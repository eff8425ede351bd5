import { every } from "../../rule.ts";

/** True when every test holds; false as soon as one surely does not, whatever is unknown beside it. */
export function allOf(...tests: readonly (() => boolean)[]): boolean {
  return every(tests, (test) => test());
}
