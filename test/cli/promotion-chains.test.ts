import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { ChainCommand, Tally } from "./promotion/commands.ts";

const CHAIN = fileURLToPath(new URL("promotion/chain.ts", import.meta.url));
const CHAINS = 10;

const index = fc.nat({ max: 5 });
/** Sizes that staging declares once for several systems cannot be promoted for one. */
const seldom = fc.nat({ max: 3 }).map((number) => number === 0);
const command: fc.Arbitrary<ChainCommand> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant("new" as const), from: index }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("differ" as const), environment: index, setting: index, value: index }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("promote" as const), from: index, to: index, sizes: seldom }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("parity" as const), left: index, right: index }) },
);

/** Chains in which every kind of edit is made at least once: by their numbers, from `commands.ts`. */
const EXAMPLES: ChainCommand[][] = [
  [
    { do: "differ", environment: 2, setting: 5, value: 0 },
    { do: "promote", from: 2, to: 1, sizes: false },
    { do: "promote", from: 1, to: 0, sizes: false },
    { do: "differ", environment: 2, setting: 5, value: 2 },
    { do: "promote", from: 2, to: 0, sizes: false },
    { do: "parity", left: 0, right: 2 },
  ],
  [
    { do: "differ", environment: 2, setting: 5, value: 0 },
    { do: "new", from: 0 },
    { do: "differ", environment: 3, setting: 5, value: 1 },
    { do: "promote", from: 3, to: 1, sizes: false },
    { do: "differ", environment: 1, setting: 0, value: 1 },
    { do: "differ", environment: 3, setting: 0, value: 2 },
    { do: "promote", from: 3, to: 1, sizes: false },
    { do: "promote", from: 1, to: 2, sizes: false },
  ],
];

async function runChain(commands: readonly ChainCommand[]): Promise<Tally> {
  const child = spawn(process.execPath, [CHAIN], { stdio: "pipe", timeout: 600_000 });
  child.stdin.end(JSON.stringify(commands));
  const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (problems !== "" || out === "") throw new Error(problems || "the chain ended early");
  return JSON.parse(out) as Tally;
}

test("whatever is made, declared and promoted in whatever order, nothing undeclared is accepted and nothing is left half done", async () => {
  const total: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 10, maxLength: 20 }), async (commands) => {
      for (const [what, count] of Object.entries(await runChain(commands))) total[what] = (total[what] ?? 0) + count;
    }),
    // Without shrinking: a chain takes seconds, and its seed repeats it.
    {
      numRuns: CHAINS + EXAMPLES.length,
      seed: 20_261_121,
      endOnFailure: true,
      examples: EXAMPLES.map((one) => [one]),
    },
  );
  expect(total["made"]).toBeGreaterThan(CHAINS);
  expect(total["declared"]).toBeGreaterThan(CHAINS);
  expect(total["promoted"]).toBeGreaterThan(CHAINS);
  expect(total["drift"]).toBeGreaterThan(3);
});
