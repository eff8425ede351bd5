import { describe, expect, test } from "vitest";
import type { Change } from "../../../engine/compare.ts";
import { planCoverage } from "../../../engine/coverage.ts";
import { graphOf } from "../../../engine/graph.ts";
import { renderDot } from "../../../engine/graph/dot.ts";
import { renderMermaid } from "../../../engine/graph/mermaid.ts";
import { renderSvg } from "../../../engine/graph/svg.ts";
import { decodePlan } from "../../../engine/plan-codec.ts";
import { renderDiff, renderDiffMarkdown } from "../../../engine/report/changes.ts";
import { renderPlanCoverage } from "../../../engine/report/coverage.ts";
import { renderParity } from "../../../engine/report/parity.ts";
import { rules } from "../../../policies/rules/index.ts";

const EVIL = "s\u001B[31m\u0007\u009B2J\u007F";
// oxlint-disable-next-line no-control-regex -- these are meant
const OBEYED = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/;

const change: Change = {
  kind: "changed",
  type: EVIL,
  resource: `${EVIL}\n✓ parity`,
  path: `/${EVIL}`,
  left: EVIL,
  right: EVIL,
  source: { file: EVIL, line: 1, column: 1 },
};
const diff = [{ subject: EVIL, left: EVIL, right: EVIL, changes: [change, { ...change, kind: "added" as const }] }];
const parity = {
  subject: EVIL,
  left: EVIL,
  right: EVIL,
  resources: 1,
  declared: [],
  explained: 0,
  settings: [{ path: `/${EVIL}`, expected: EVIL, actual: EVIL, from: EVIL }],
  config: [{ key: EVIL, left: EVIL, right: undefined }],
  undeclared: [change],
};
const plan = decodePlan(
  JSON.stringify({
    stack: EVIL,
    tier: "prod",
    resources: [
      { type: `my:${EVIL}:Thing`, name: EVIL, inputs: { [`password${EVIL}`]: "x" } },
      { type: "kubernetes:helm.sh/v3:Release", name: EVIL, inputs: {}, opaque: true },
    ],
  }),
);
const graph = graphOf(plan, { findings: [] });

describe("no text of a program reaches the terminal as a command", () => {
  test.each([
    ["diff", () => renderDiff(diff, { color: false, all: true })],
    ["diff as Markdown", () => renderDiffMarkdown(diff)],
    ["parity", () => renderParity([parity], { color: false })],
    ["coverage", () => renderPlanCoverage(planCoverage(plan, { rules }), { color: false })],
    ["a drawing in Mermaid", () => renderMermaid(graph, "resource")],
    ["a drawing in DOT", () => renderDot(graph, "resource")],
    ["a drawing as SVG", () => renderSvg(graph, "resource")],
  ])("in %s", async (_what, render) => {
    const text = await render();
    expect(text).toContain("2J");
    expect(text).not.toMatch(OBEYED);
  });

  test("and a line break in a name begins no line", () => {
    expect(renderDiff(diff, { color: false, all: true })).not.toMatch(/^✓ parity/m);
    expect(renderParity([parity], { color: false })).not.toMatch(/^✓ parity/m);
  });
});

test("one of a thing is not called many", () => {
  expect(renderDiff([{ ...diff[0]!, changes: [change] }], { color: false, all: true })).toContain(": 1 difference\n");
  expect(renderParity([parity], { color: false })).toContain("1 resource, 0 declared differences");
});
