import { describe, expect, test } from "vitest";
import { attribute } from "../../../engine/parity/attribute.ts";
import { type Taken, closuresOf } from "../../../engine/parity/closures.ts";
import type { Plan } from "../../../engine/plan.ts";
import type { Value } from "../../../policies/value.ts";

/** What a program makes of the steps that are taken: inputs by the name of a bucket. */
type Program = (has: (step: number) => boolean) => { readonly [name: string]: { readonly [input: string]: Value } };

function planOf(made: ReturnType<Program>): Plan {
  const resources = Object.entries(made).map(([name, inputs]) => ({
    urn: `urn:pulumi:any::test::aws:s3/bucket:Bucket::${name}`,
    type: "aws:s3/bucket:Bucket",
    name,
    custom: true,
    external: false,
    inputs,
    dependencies: [],
    propertyDependencies: {},
    options: {},
    unknown: [],
    secret: [],
    simulated: [],
  }));
  const program = { project: "test", folder: ".", main: "" };
  return { schemaVersion: 1, program, stack: "any", mode: "simulate", resources, invokes: [] } as unknown as Plan;
}

interface Bounds {
  readonly isValid?: (taken: Taken) => boolean;
  readonly most?: number;
  readonly fails?: (taken: Taken) => boolean;
}

/** `places <- steps that make them`, one line for each. */
async function explained(steps: number, program: Program, { isValid, most = 1000, fails }: Bounds = {}) {
  const recorded: Taken[] = [];
  const { causes, idle } = await attribute({
    steps,
    isValid: isValid ?? (() => true),
    record: (taken) => {
      if (recorded.length >= most && taken.length > 0 && taken.length < steps)
        return Promise.resolve("no more may be recorded");
      recorded.push(taken);
      if (fails?.(taken) === true) return Promise.resolve("failed");
      return Promise.resolve(planOf(program((step) => taken.includes(step))));
    },
  });
  const lines = causes.flatMap(({ ways, among, changes }) => {
    const by = ways.map((way) => `${way.steps.join("+")}${way.needs.length > 0 ? ` with ${way.needs.join("+")}` : ""}`);
    const why = ways.length > 0 ? by.join(" or ") : `one of ${among?.join()}`;
    return changes.map(({ kind, resource, path }) => `${kind} ${resource}${path} <- ${why}`);
  });
  return { lines: lines.toSorted(), idle, recorded: recorded.length };
}

describe("what makes a difference", () => {
  test("is found for each place, and what makes none is told", async () => {
    const { lines, idle, recorded } = await explained(4, (has) => ({
      one: { size: has(0) ? 1 : 2, tags: { owner: has(2) ? "b" : "a" } },
      ...(has(0) ? {} : { replica: { size: 1 } }),
      ...(has(2) ? { log: { days: has(0) ? 7 : 30 } } : {}),
    }));
    expect(lines).toEqual([
      "added log <- 2",
      "changed one/size <- 0",
      "changed one/tags/owner <- 2",
      "removed replica <- 0",
    ]);
    expect(idle).toEqual([1, 3]);
    expect(recorded).toBe(6);
  });

  test("may be two differences that only act together", async () => {
    const { lines, idle } = await explained(6, (has) => ({ one: { window: has(1) && has(4) ? 7 : 30, x: has(0) } }));
    expect(lines).toEqual(["changed one/window <- 1+4", "changed one/x <- 0"]);
    expect(idle).toEqual([2, 3, 5]);
  });

  test("may be several that each change the same value, as a digest of all", async () => {
    const { lines } = await explained(6, (has) => ({ one: { digest: [1, 3, 5].filter(has).join("-") || "none" } }));
    expect(lines).toEqual(["changed one/digest <- 1+3+5"]);
  });

  test("may be either of two", async () => {
    const { lines } = await explained(3, (has) => ({ one: { public: has(0) || has(2) } }));
    expect(lines).toEqual(["changed one/public <- 0 or 2"]);
  });

  test("is told apart from what is needed for valid settings", async () => {
    // Step 0 is the tier without which 1 is refused; 2 and 3 are only valid together.
    const isValid = (taken: Taken) =>
      (!taken.includes(1) || taken.includes(0)) && taken.includes(2) === taken.includes(3);
    const program: Program = (has) => ({ one: { tier: has(0), zones: has(1) ? 1 : 2, copies: has(2) ? 0 : 1 } });
    const { lines } = await explained(4, program, { isValid });
    expect(lines).toEqual(["changed one/copies <- 2+3", "changed one/tier <- 0", "changed one/zones <- 1 with 0"]);
  });

  test("is found where lists grow and shrink", async () => {
    const { lines } = await explained(3, (has) => ({
      one: { rules: [{ id: "kept" }, ...(has(0) ? [] : [{ id: "old" }]), ...(has(1) ? [{ id: "new" }] : [])] },
      two: { rules: [...(has(2) ? [{ id: "first" }] : []), { id: "kept", days: has(0) ? 1 : 2 }] },
    }));
    expect(lines).toEqual([
      "changed one/rules/1 <- 0",
      "changed one/rules/1 <- 1",
      "changed two/rules/0 <- 2",
      "changed two/rules/1/days <- 0",
    ]);
  });

  test("is not claimed where the bound ends the search", async () => {
    const program: Program = (has) => ({ one: { window: has(1) && has(4) ? 7 : 30 } });
    const { lines, recorded } = await explained(6, program, { most: 10 });
    expect(recorded).toBeLessThanOrEqual(10);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^changed one\/window <- one of .*1.*4/);
  });

  test("is found although the program fails with some of the steps", async () => {
    const program: Program = (has) => ({ one: { a: has(0), b: has(1) } });
    const { lines } = await explained(3, program, { fails: (taken) => taken.includes(1) && !taken.includes(0) });
    expect(lines).toEqual(["changed one/a <- 0", "changed one/b <- 0+1"]);
  });
});

describe("the smallest valid sets", () => {
  test("are minimal, and given once", () => {
    const needs: Record<number, number[]> = { 0: [], 1: [0], 2: [3], 3: [2], 4: [1] };
    const isValid = (taken: Taken) => taken.every((step) => (needs[step] ?? []).every((one) => taken.includes(one)));
    expect(closuresOf(5, isValid)).toEqual([[0], [0, 1], [2, 3], [0, 1, 4]]);
  });
});
