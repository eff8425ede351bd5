/** What the work below takes on an ordinary core of 2.5 GHz that does nothing else. */
const ORDINARY_MS = 15;
const PARTS = Array.from({ length: 5000 }, (_, index) => ({ name: `part-${index}`, tags: [String(index), "x"] }));

/**
 * How many times slower than an ordinary machine this one is now, 1 at least. Bounds on time are multiplied by it: they
 * are to catch work that grows without end, not a machine that others use too. The work is of the kind that tests do:
 * it allocates, copies and collects.
 */
export function slowness(): number {
  const taken = Array.from({ length: 3 }, () => {
    const started = performance.now();
    const copies = (JSON.parse(JSON.stringify(PARTS)) as object[]).map((part) => structuredClone(part));
    return (performance.now() - started) * (copies.length / PARTS.length);
  });
  return Math.max(1, Math.max(...taken) / ORDINARY_MS);
}
