import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../engine/evaluate.ts";
import { decodePlan } from "../../../engine/plan-codec.ts";
import { type StackPreview, describeEvaluation } from "../../../engine/preview.ts";
import type { Report } from "../../../engine/report/_report.ts";
import { renderAnnotations } from "../../../engine/report/annotations.ts";
import { renderBatchLine } from "../../../engine/report/batch.ts";
import { renderGitlab } from "../../../engine/report/gitlab.ts";
import { renderHtml } from "../../../engine/report/html.ts";
import { chart } from "../../../engine/report/html/data.ts";
import { page } from "../../../engine/report/html/page.ts";
import { renderJunit } from "../../../engine/report/junit.ts";
import { renderMarkdown } from "../../../engine/report/markdown.ts";
import { renderSarif } from "../../../engine/report/sarif.ts";
import { renderStack } from "../../../engine/report/terminal.ts";
import { rules } from "../../../policies/rules/index.ts";
import { report } from "./_findings.ts";
import { parseXml } from "./_xml.ts";
import { jsonOf } from "./_json.ts";

function previewed(resources: readonly object[]): StackPreview {
  const plan = decodePlan(JSON.stringify({ stack: "dev", tier: "prod", resources }));
  return describeEvaluation(plan, evaluate(plan, { rules }));
}

/** Every format for people and forges, as text with the escapes of the format undone. */
const FORMATS: Readonly<Record<string, (report: Report) => string | Promise<string>>> = {
  terminal: ({ previews, rules: byId }) =>
    previews.map((one) => renderStack(one, { color: false, width: 100, rules: byId })).join("\n"),
  json: ({ previews, problems, rules: byId }) => jsonOf(previews, problems, byId),
  sarif: renderSarif,
  junit: renderJunit,
  markdown: (one) => renderMarkdown(one).replaceAll("`", ""),
  annotations: renderAnnotations,
  gitlab: renderGitlab,
  html: (one) => renderHtml(one),
};

const EMPTY = previewed([]);
const UNKNOWN = previewed([
  { type: "azure-native:storage:StorageAccount", name: "a", inputs: {} },
  { type: "azure-native:storage:StorageAccount", name: "b", inputs: {} },
]);
const READ = previewed([
  { type: "aws:kms/key:Key", name: "own", inputs: { enableKeyRotation: true } },
  { type: "aws:kms/key:Key", name: "read", inputs: {}, external: true },
]);
const ONLY_READ = previewed([{ type: "aws:kms/key:Key", name: "read", inputs: {}, external: true }]);

describe.each(Object.keys(FORMATS))("%s says what the verdict says nothing about:", (format) => {
  const render = async (...previews: StackPreview[]): Promise<string> =>
    (await (FORMATS[format] as (report: Report) => string | Promise<string>)(report(previews))).toLowerCase();

  test.each([
    ["a stack without resources", EMPTY, "nothing was judged in dev: it has no resources"],
    ["types that no rule knows", UNKNOWN, "2 resources of types that no rule knows: azure-native:storage:"],
    ["a stack of such types", UNKNOWN, "nothing was judged in dev: no rule had anything to say of its 2 resources"],
    ["a stack that only reads", ONLY_READ, "nothing was judged in dev: all of its resources are only read"],
  ])("%s", async (_what, one, sentence) => {
    expect(await render(one)).toContain(sentence);
  });

  test("and nothing where all is judged", async () => {
    const text = await render(previewed([{ type: "aws:kms/key:Key", name: "k", inputs: { enableKeyRotation: true } }]));
    expect(text).not.toMatch(/nothing was judged in|no rule knows|only read/);
  });
});

describe("a stack of which nothing was judged is shown as accepted", () => {
  test("by no verdict", async () => {
    expect(renderMarkdown(report([EMPTY]))).not.toContain("accepted");
    const html = await renderHtml(report([EMPTY]));
    expect(html).toContain("<title>Rampart: nothing was judged</title>");
    expect(html).not.toContain('class="badge accepted"');
    const passed = parseXml(renderJunit(report([EMPTY]))).find(({ name }) => name === "testsuites");
    expect(passed?.attributes).toMatchObject({ tests: "1", skipped: "1" });
    const { runs } = JSON.parse(renderSarif(report([EMPTY])));
    expect(runs[0].invocations[0].toolExecutionNotifications).toMatchObject([
      { level: "warning", descriptor: { id: "nothing-judged" } },
    ]);
  });

  test("nor where no stack was left to judge", async () => {
    for (const [format, render] of Object.entries(FORMATS)) {
      if (format === "terminal") continue;
      expect(`${format}: ${await render(report([]))}`.toLowerCase()).toContain("nothing was judged: no stack was left");
    }
  });
});

test("GitLab's entry for a kind of note is the same in the next pipeline, whatever it counts", () => {
  const fingerprints = (one: StackPreview): string[] =>
    (JSON.parse(renderGitlab(report([one]))) as { check_name: string; fingerprint: string }[])
      .filter(({ check_name }) => check_name === "rampart-note-unknown-types")
      .map(({ fingerprint }) => fingerprint);
  const more = previewed([{ type: "azure-native:web:WebApp", name: "c", inputs: {} }]);
  expect(fingerprints(UNKNOWN)).toHaveLength(1);
  expect(fingerprints(more)).toEqual(fingerprints(UNKNOWN));
});

/** How each format says how many resources there are, and how many of them are only read. */
const COUNTED: Readonly<Record<string, (one: StackPreview) => readonly [number, number]>> = {
  terminal: (one) => inText(renderStack(one, { color: false, width: 100, rules: report([]).rules })),
  json: (one) => inSummary(JSON.parse(jsonOf([one])).stacks[0].summary),
  sarif: (one) => inSummary(JSON.parse(renderSarif(report([one]))).runs[0].properties.stacks[0].summary),
  batch: (one) => inSummary(JSON.parse(renderBatchLine(0, one.evaluation)).summary),
  junit: (one) => inText(renderJunit(report([one]))),
  html: (one) =>
    inCell(/<dt>Resources<\/dt><dd>(.*?)<\/dd>/.exec(page(report([one]), chart(report([one])), [], {}))?.[1]),
  markdown: (one) => inCell(/\| ([^|]*) \|\n/.exec(renderMarkdown(report([one])).split("--- |\n")[1] ?? "")?.[1]),
};

function inText(text: string): readonly [number, number] {
  const [, resources, all, read] = /(\d+) resources?(, only read)?(?:, (\d+) of them only read)?/.exec(text) ?? [];
  return [Number(resources), all === undefined ? Number(read ?? 0) : Number(resources)];
}

function inSummary({ resources, external = 0 }: { resources: number; external?: number }): readonly [number, number] {
  return [resources, external];
}

function inCell(cell = ""): readonly [number, number] {
  const [, resources, read] = /^(\d+)(?:, (\d+) only read)?$/.exec(cell) ?? [];
  return [Number(resources), Number(read ?? 0)];
}

test("every report counts what is only read, and apart", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 6 }), (externals) => {
      const one = previewed(
        externals.map((external, index) => ({ type: "aws:kms/key:Key", name: `k${index}`, inputs: {}, external })),
      );
      const expected = [externals.length, externals.filter(Boolean).length];
      for (const [format, counted] of Object.entries(COUNTED))
        expect([format, counted(one)]).toEqual([format, expected]);
    }),
    { numRuns: 60 },
  );
});

test("a component that only reads is not called well", () => {
  expect(FORMATS["terminal"]?.(report([ONLY_READ]))).toMatch(/^ aws kms +1 +only read$/m);
  expect(FORMATS["terminal"]?.(report([READ]))).toContain("2 resources, 1 of them only read, outputs");
});
