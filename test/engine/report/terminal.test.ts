import { describe, expect, test } from "vitest";
import { evaluate } from "../../../engine/evaluate.ts";
import { decodePlan } from "../../../engine/plan-codec.ts";
import { type StackPreview, describeEvaluation } from "../../../engine/preview.ts";
import { renderAnnotations } from "../../../engine/report/annotations.ts";
import { renderMarkdown } from "../../../engine/report/markdown.ts";
import { renderStack } from "../../../engine/report/terminal.ts";
import { rules } from "../../../policies/rules/index.ts";
import { finding, preview, report } from "./_findings.ts";
import { jsonOf } from "./_json.ts";

function render(one: StackPreview): string {
  return renderStack(one, { color: false, width: 100, rules: report([]).rules });
}

describe("no text of a program reaches the terminal as a command", () => {
  const evil = "s\u001B[31m\u0007\u009B2J\u007F";
  const base = preview([
    finding({ identity: evil, path: `/${evil}`, message: evil, source: { file: evil, line: 1, column: 1 } }),
    finding({
      identity: evil,
      waiver: { reason: "A good reason", owner: evil, ticket: evil, expires: "2027-01-01" },
    }),
  ]);
  const stack: StackPreview = {
    ...base,
    stack: evil,
    environment: evil,
    plan: { ...base.plan, invokes: [{ token: evil, args: {}, answer: "unknown" }] },
    components: [{ name: evil, kind: evil, resources: 1, fail: 0, undecided: 0 }],
    capacity: [{ name: evil, kind: evil, size: evil }],
    waiting: [{ workload: evil, for: [evil] }],
  };
  // oxlint-disable-next-line no-control-regex -- these are meant
  const obeyed = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/;

  test("in the terminal report", () => {
    const text = render(stack);
    expect(text).not.toMatch(obeyed);
    expect(text).toContain("s\uFFFD[31m\uFFFD\uFFFD2J\uFFFD");
  });

  test("in annotations", () => {
    const text = renderAnnotations(report([stack], [{ kind: "not-judged", subject: evil, message: evil }]));
    expect(text).not.toMatch(obeyed);
  });

  test("and a line break in a name begins no line of the report", () => {
    const text = render(preview([finding({ identity: "a\n✓ accepted" })]));
    expect(text).not.toMatch(/^✓ accepted/m);
  });
});

function previewed(resources: readonly object[]): StackPreview {
  const plan = decodePlan(JSON.stringify({ stack: "dev", tier: "prod", resources }));
  return describeEvaluation(plan, evaluate(plan, { rules }));
}

describe("what no rule knows is no clean pass", () => {
  const unknown = previewed([
    { type: "my:index:Store", name: "store", inputs: {}, custom: false },
    { type: "pulumi:providers:azure-native", name: "provider", inputs: {} },
    { type: "azure-native:storage:StorageAccount", name: "a", inputs: {} },
    { type: "azure-native:storage:StorageAccount", name: "b", inputs: {} },
    { type: "aws:gamelift/fleet:Fleet", name: "fleet", inputs: {} },
  ]);
  const sentence = "3 resources of types that no rule knows: ";

  test("in the terminal", () => {
    const text = render(unknown);
    expect(text).toMatch(/^ aws gamelift +1 +no rule$/m);
    expect(text).toMatch(/^ azure-native storage +2 +no rule$/m);
    expect(text).toContain(
      `${sentence}aws:gamelift/fleet:Fleet (1), azure-native:storage:StorageAccount (2); see \`rampart coverage\``,
    );
    expect(text).toContain("nothing was judged");
    expect(text).not.toContain("accepted");
  });

  test("in Markdown", () => {
    const text = renderMarkdown(report([unknown]));
    expect(text).toContain("## ⚪ nothing was judged by Rampart");
    expect(text).toContain(`${sentence}\`aws:gamelift/fleet:Fleet\` (1), `);
    expect(text).not.toContain("accepted");
  });

  test("in JSON, where the rules are known", () => {
    const { stacks } = JSON.parse(jsonOf([unknown], [], report([]).rules));
    expect(stacks[0].typesWithoutRule).toEqual([
      { type: "aws:gamelift/fleet:Fleet", resources: 1 },
      { type: "azure-native:storage:StorageAccount", resources: 2 },
    ]);
  });

  test("and nothing is said where rules know every type", () => {
    const text = render(previewed([{ type: "aws:kms/key:Key", name: "key", inputs: { enableKeyRotation: true } }]));
    expect(text).not.toContain("no rule");
    expect(text).not.toContain("nothing was judged");
    expect(text).toMatch(/ {2}1 resource, outputs/);
  });
});

test("violations and advice of a component are counted apart", () => {
  const base = previewed([
    { type: "aws:kms/key:Key", name: "key", inputs: {} },
    { type: "aws:s3/bucket:Bucket", name: "bucket", inputs: {} },
  ]);
  const [key, bucket] = base.plan.resources.map(({ urn }) => ({ urn }));
  const findings = [
    finding({ ...key, level: "advisory" }),
    finding({ ...bucket }),
    finding({ ...bucket, level: "advisory" }),
    finding({ ...bucket, verdict: "undecided" }),
  ];
  const text = render({ ...base, evaluation: { ...base.evaluation, findings } });
  expect(text).toMatch(/^ aws kms +1 +ok, 1 advisory$/m);
  expect(text).toMatch(/^ aws s3 +1 +1 violation, 1 undecided, 1 advisory$/m);
});

test("waived findings of one resource differ by their paths; equal ones are counted", () => {
  const waiver = { reason: "A good reason", owner: "team", ticket: "T-1", expires: "2027-01-01" };
  const text = render(
    preview([finding({ waiver, path: "/a" }), finding({ waiver, path: "/b" }), finding({ waiver, path: "/b" })]),
  );
  expect(text.split("\n").filter((line) => /^~|waived until/.test(line.trim()))).toEqual([
    "~ high rds-storage-encrypted  shop/db  a",
    "  waived until 2027-01-01 by team (T-1)",
    "~ high rds-storage-encrypted  shop/db  b",
    "  waived until 2027-01-01 by team (T-1), 2 times",
  ]);
});

test("a table that nobody would read to its end is cut, and says so", () => {
  const base = preview([]);
  const capacity = Array.from({ length: 250 }, (_, index) => ({
    name: `pods-${index}`,
    kind: "Deployment",
    size: "1",
  }));
  const text = render({ ...base, capacity });
  expect(text).toContain("pods-199 ");
  expect(text).not.toContain("pods-200 ");
  expect(text).toContain("… 50 more; --format json lists all");
});

describe("on a narrow terminal", () => {
  const base = preview([
    finding({ level: "mandatory" }),
    finding({ message: "A fact that takes more than one line of forty columns; and what to do about all of it" }),
  ]);
  const stack: StackPreview = {
    ...base,
    components: [
      {
        name: "a-component-whose-name-is-longer-than-the-terminal",
        kind: "Network",
        resources: 9,
        fail: 0,
        undecided: 0,
      },
    ],
    capacity: [{ name: "database", kind: "RDS instance", size: "2 × db.t4g.large" }],
  };
  const text = renderStack(stack, { color: false, width: 40, rules: report([]).rules });

  test("no line is longer, but for the title", () => {
    const [, ...lines] = text.split("\n");
    expect(lines.filter((line) => line.length > 40)).toEqual([]);
    expect(text).toMatch(/^ a-component-[a-z-]*…  9 +ok$/m);
  });

  test("and nothing is lost but the kinds and the ends of names", () => {
    const wide = renderStack(stack, { color: false, width: 100, rules: report([]).rules });
    const words = (of: string): string[] =>
      of.split(/[\s·]+/).filter((word) => !/^(a-component|kind|Network|RDS|instance$)/.test(word));
    expect(words(text)).toEqual(words(wide));
  });
});
