import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that may have passed through before what they came in is given back. */
const BYTES_BETWEEN = 8 * 1024 * 1024;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (options: { readonly type: "minor" }) => void;

/**
 * Keeps the memory of a stream small. The chunks lie outside of V8's heap, which looks tiny from within, so that by
 * itself it lets a hundred megabytes of spent ones gather before it looks. Collecting the young ones takes about a
 * millisecond.
 *
 * @returns To be called with the size of each chunk that has been dealt with.
 */
export function spentChunks(): (bytes: number) => void {
  let passed = 0;
  return (bytes) => {
    passed += bytes;
    if (passed < BYTES_BETWEEN) return;
    passed = 0;
    collect({ type: "minor" });
  };
}
