import { describe, expect, test } from "vitest";
import { type AgainstOptions, previewAgainst } from "../../../engine/against.ts";
import { type StackPreview, previewOf } from "../../../engine/preview.ts";
import { compared, shownValue } from "../../../engine/report/_against.ts";
import { type Report, countStates, overallVerdict } from "../../../engine/report/_report.ts";
import { renderAnnotations } from "../../../engine/report/annotations.ts";
import { renderHtml } from "../../../engine/report/html.ts";
import { renderJunit } from "../../../engine/report/junit.ts";
import { renderMarkdown } from "../../../engine/report/markdown.ts";
import { renderSarif } from "../../../engine/report/sarif.ts";
import { renderStack } from "../../../engine/report/terminal.ts";
import { rules } from "../../../policies/rules/index.ts";
import { Secret } from "../../../policies/value.ts";
import { report } from "../report/_findings.ts";
import { parseXml } from "../report/_xml.ts";
import { planOf } from "./_plan.ts";
import { jsonOf } from "../report/_json.ts";

const OPTIONS: AgainstOptions = {
  rules,
  settings: {},
  waivers: [],
  today: "2026-01-01",
  newOnly: false,
  failsUndecided: () => false,
};

const DATABASE = { type: "aws:rds/instance:Instance", name: "db" };
const QUEUE = { type: "aws:sqs/queue:Queue", name: "jobs" };
const BEFORE = planOf(
  { ...DATABASE, inputs: { engine: "postgres", storageEncrypted: true, publiclyAccessible: true } },
  QUEUE,
  { type: "aws:dynamodb/table:Table", name: "sessions", inputs: { deletionProtectionEnabled: true } },
);
const AFTER = planOf(
  {
    ...DATABASE,
    inputs: { engine: "postgres", storageEncrypted: false, publiclyAccessible: false, password: "canary" },
  },
  { ...QUEUE, inputs: { visibilityTimeoutSeconds: 60 } },
  { type: "aws:s3/bucket:Bucket", name: "media" },
);

function against(more: Partial<AgainstOptions> = {}, before = BEFORE, after = AFTER): StackPreview {
  const options = { ...OPTIONS, ...more };
  return previewAgainst(after, { name: "main (abc)", preview: previewOf(before, OPTIONS) }, options);
}

test("a change is told by what it does to resources, to data and to findings", () => {
  const { against: done, evaluation } = against();
  expect(done).toMatchObject({
    base: "main (abc)",
    isNewStack: false,
    resources: { added: 1, removed: 1, replaced: 1, changed: 1 },
  });
  expect(done?.fates.map(({ fate, resource }) => `${fate} ${resource}`)).toEqual(["deleted sessions", "replaced db"]);
  const ids = (list: readonly { readonly rule: string }[]): string[] => list.map(({ rule }) => rule);
  expect(ids(evaluation.findings.filter(({ againstBase }) => againstBase === "new"))).toContain(
    "rds-storage-encrypted",
  );
  expect(ids(done?.fixed ?? [])).toContain("rds-not-publicly-accessible");
  expect(evaluation.findings.some(({ againstBase }) => againstBase === "unchanged")).toBe(true);
});

test("the same plan brings nothing", () => {
  const { against: done } = against({}, AFTER, AFTER);
  expect(done).toMatchObject({ changes: [], fates: [], fixed: [], findings: { new: 0 } });
});

test("without a stack at the base everything is new", () => {
  const { against: done, evaluation } = previewAgainst(AFTER, { name: "main", preview: undefined }, OPTIONS);
  expect(done).toMatchObject({ isNewStack: true, findings: { new: evaluation.findings.length, unchanged: 0 } });
  expect(done?.resources).toEqual({ added: 3, removed: 0, replaced: 0, changed: 0 });
});

describe("the verdict", () => {
  test("is by itself as without a base", () => {
    const [plain, compare] = [previewOf(AFTER, OPTIONS), against()];
    expect(compare.evaluation.summary).toEqual(plain.evaluation.summary);
    expect(compare.evaluation.mandatoryFailures).toBe(plain.evaluation.mandatoryFailures);
    expect(countStates(compare.evaluation.findings)).toEqual(countStates(plain.evaluation.findings));
  });

  test("leaves out what the base has, where only new findings count, and nothing else", () => {
    const { evaluation } = against({ newOnly: true });
    for (const { againstBase, baselined } of evaluation.findings) {
      expect(baselined === true).toBe(againstBase === "unchanged");
    }
    expect(countStates(evaluation.findings).violation).toBeGreaterThan(0);
    const same = against({ newOnly: true }, AFTER, AFTER);
    expect(same.evaluation.mandatoryFailures).toBe(0);
    expect(overallVerdict({ ...report([same]), hasBaseline: true })).toBe("accepted");
    expect(countStates(same.evaluation.findings).baselined).toBe(same.evaluation.findings.length);
  });

  test("does not count what a baseline holds twice", () => {
    const { evaluation, against: done } = against({ newOnly: true, inBaseline: () => true }, AFTER, AFTER);
    expect(done?.findings).toEqual({ new: 0, unchanged: evaluation.findings.length });
  });
});

describe("every report of a comparison", () => {
  const one = against();
  const whole: Report = report([one, { ...against(), stack: "prod" }]);
  const expected = compared(whole.previews)?.findings;
  const SENTENCE =
    /findings: (\d+) new · (\d+) fixed · (\d+) unchanged; resources: 2 added · 2 removed · 2 replaced · 2 changed/;
  const counted = (text: string, pattern = SENTENCE): object => {
    const [, added, fixed, unchanged] = pattern.exec(text) ?? [];
    return { new: Number(added), fixed: Number(fixed), unchanged: Number(unchanged) };
  };
  const sum = (parts: readonly object[]): object =>
    parts.reduce<Record<string, number>>((total, part) => {
      for (const [key, count] of Object.entries(part)) total[key] = (total[key] ?? 0) + Number(count);
      return total;
    }, {});

  test("counts alike", async () => {
    expect(expected?.new).toBeGreaterThan(0);
    expect(expected?.fixed).toBeGreaterThan(0);
    expect(counted(renderMarkdown(whole))).toEqual(expected);
    expect(counted(renderAnnotations(whole))).toEqual(expected);
    const look = { color: false, width: 100, rules: whole.rules };
    const pattern = /findings: (\d+) new · (\d+) fixed · (\d+) unchanged/;
    expect(sum(whole.previews.map((preview) => counted(renderStack(preview, look), pattern)))).toEqual(expected);
    const { stacks } = JSON.parse(jsonOf(whole.previews)) as { stacks: { against: { counts: object } }[] };
    expect(sum(stacks.map((stack) => stack.against.counts))).toEqual(expected);
    const { runs } = JSON.parse(renderSarif(whole)) as {
      runs: { results: { baselineState: string }[]; properties: { against: { findings: object } } }[];
    };
    expect(runs[0]?.properties.against.findings).toEqual(expected);
    const states = runs[0]?.results.map(({ baselineState }) => baselineState) ?? [];
    expect(states.filter((state) => state === "new")).toHaveLength(expected?.new ?? -1);
    expect(states.filter((state) => state === "unchanged")).toHaveLength(expected?.unchanged ?? -1);
    const properties = parseXml(renderJunit(whole)).filter(({ name }) => name === "property");
    const ours = properties.filter(({ attributes }) =>
      ["new", "fixed", "unchanged"].includes(attributes["name"] ?? ""),
    );
    expect(sum(ours.map(({ attributes }) => ({ [attributes["name"] ?? ""]: Number(attributes["value"]) })))).toEqual(
      expected,
    );
    const html = await renderHtml(whole);
    const tiles = [...html.matchAll(/unchanged findings<\/dt><dd>\+(\d+) −(\d+) =(\d+)/g)];
    expect(sum(tiles.map(([, added, fixed, unchanged]) => ({ new: added, fixed, unchanged })))).toEqual(expected);
  });

  test("calls out first what happens to data", async () => {
    const markdown = renderMarkdown(report([one]));
    const order = [
      "## ❌ rejected by Rampart",
      "Against `main (abc)`: findings: ",
      "### ⚠️ Data at risk (2)",
      "- **deleted: DynamoDB table** `sessions`: it is no longer in the program; lost with it: its items, and its point-in-time recovery (deletionProtectionEnabled is on: AWS refuses)",
      "- **replaced: RDS instance** `db`: storageEncrypted cannot change in place",
      "| `dev` |",
      "### New violations (",
      "### Fixed since the base (",
      "### Violations that the base has, too (",
      "<details><summary>What changes for security (",
      "| encryption | `db` `storageEncrypted` | true → false |",
      "| exposure | `db` `publiclyAccessible` | true → false |",
    ];
    const places = order.map((part) => markdown.indexOf(part));
    expect(order.filter((part) => !markdown.includes(part))).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const terminal = renderStack(one, { color: false, width: 100, rules: whole.rules }).split("\n");
    expect(terminal[1]).toBe("! deleted: DynamoDB table sessions");
    expect(terminal.findIndex((line) => line === "! replaced: RDS instance db")).toBe(3);
    expect(renderAnnotations(report([one]))).toContain("title=deleted%3A DynamoDB table sessions::");
    expect(renderSarif(report([one]))).toContain("dev: replaced: RDS instance db: storageEncrypted cannot change");
    expect(await renderHtml(report([one]))).toContain("<strong>replaced: RDS instance db</strong>");
  });

  test("says what --new-only leaves out", () => {
    const only = { ...report([against({ newOnly: true })]), hasBaseline: true };
    const { unchanged: count } = only.previews[0]?.against?.findings ?? { unchanged: 0 };
    const violations = only.previews[0]?.against?.notCounted.violations;
    expect(violations).toBeGreaterThan(0);
    const note = `--new-only: ${count} findings of the base not counted, ${violations} violations among them`;
    expect(renderMarkdown(only)).toContain(`${note}.`);
    expect(renderMarkdown(only)).toContain(`In the base or the baseline, and not counted (${count})`);
    expect(
      only.previews.map((stack) => renderStack(stack, { color: false, width: 100, rules: only.rules })).join(""),
    ).toContain(note);
    expect(renderSarif(only)).toContain("The base has it, too, and only new findings count.");
  });

  test("shows no text of the program's values, which nobody may have marked as secret", async () => {
    const texts = [renderMarkdown(whole), jsonOf(whole.previews), renderSarif(whole), renderAnnotations(whole)];
    const look = { color: false, width: 100, rules: whole.rules };
    for (const text of [...texts, renderStack(one, look), await renderHtml(whole)])
      expect(text).not.toContain("canary");
    const { stacks } = JSON.parse(jsonOf(whole.previews)) as { stacks: { against: { changes: object[] } }[] };
    expect(stacks[0]?.against.changes).toContainEqual(
      expect.objectContaining({ path: "/password", before: "(nothing)", after: "…" }),
    );
  });
});

test("values that are shown are switches, numbers and address ranges", () => {
  expect([true, 3, null, "10.0.0.0/16", "::/0", undefined].map(shownValue)).toEqual([
    "true",
    "3",
    "null",
    "10.0.0.0/16",
    "::/0",
    "(nothing)",
  ]);
  for (const hidden of ["hunter2", "10.0.0.1", new Secret(true), ["a"], { a: 1 }]) expect(shownValue(hidden)).toBe("…");
});
