import { expect, test } from "vitest";
import { environmentsOf, systems } from "../../stacks/environments/index.ts";
import { pair, recordDeclared } from "./parity/_recordings.ts";
import { drift } from "./parity/_state.ts";

const both = systems().filter((system) => ["prod", "staging"].every((name) => environmentsOf(system).includes(name)));

test("there is more than one system to compare", () => {
  expect(both.length).toBeGreaterThan(1);
});

test.each(both)("the states of %s in prod and staging, with ids of their own, are in parity", async (system) => {
  const of = pair({}, system);
  expect(drift(of, await recordDeclared(of))).toEqual([]);
});
