import fc from "fast-check";
import type { Finding } from "../../../engine/finding.ts";
import type { StackPreview } from "../../../engine/preview.ts";
import { locator } from "../../../engine/report/_location.ts";
import type { Problem, Report } from "../../../engine/report/_report.ts";
import { rules } from "../../../policies/rules/index.ts";

const byId = new Map(rules.map((rule) => [rule.id, rule]));

/** A finding with whatever a test does not care about filled in. */
export function finding(more: Partial<Finding> = {}): Finding {
  return {
    rule: "rds-storage-encrypted",
    verdict: "fail",
    level: "mandatory",
    severity: "high",
    urn: "urn:pulumi:dev::p::aws:rds/instance:Instance::db",
    type: "aws:rds/instance:Instance",
    identity: "shop/db",
    path: "/storageEncrypted",
    message: "Storage is not encrypted; set storageEncrypted to true",
    source: { file: "index.ts", line: 3, column: 1 },
    fingerprint: "0123456789abcdef",
    ...more,
  };
}

/** A stack with these findings, counted as if each were a pair of its own. */
export function preview(findings: readonly Finding[], more: Partial<StackPreview> = {}): StackPreview {
  const open = findings.filter(({ waiver, baselined }) => waiver === undefined && baselined === undefined);
  const mandatory = open.filter(({ level }) => level === "mandatory");
  return {
    stack: "dev",
    environment: "dev",
    tier: "nonprod",
    plan: {
      schemaVersion: 1,
      program: { project: "p", folder: "." },
      stack: "dev",
      mode: "simulate",
      resources: [],
      invokes: [],
    },
    evaluation: {
      summary: {
        resources: 7,
        pass: 5,
        assumed: 1,
        fail: open.filter(({ verdict }) => verdict === "fail").length,
        undecided: open.filter(({ verdict }) => verdict === "undecided").length,
        notApplicable: 3,
        waived: findings.length - open.length,
      },
      findings,
      verdicts: [],
      mandatoryFailures: mandatory.filter(({ verdict }) => verdict === "fail").length,
      mandatoryUndecided: mandatory.filter(({ verdict }) => verdict === "undecided").length,
      waiverProblems: [],
      usedWaivers: new Set(),
    },
    components: [],
    capacity: [],
    waiting: [],
    ...more,
  };
}

export function report(previews: readonly StackPreview[], problems: readonly Problem[] = []): Report {
  return {
    previews,
    problems,
    hasBaseline: false,
    rules: byId,
    version: "1.2.3",
    strict: undefined,
    locate: locator({ place: (_preview, position) => position, anchor: () => "Pulumi.yaml" }),
  };
}

/** Texts with everything that some format gives a meaning to. */
const text = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
  fc.constantFrom("a|b\n\r::error::%0A", "`` `", "<!-- x --> ]]> &amp; <b>", "@team #12 !3", "\u0000\u0008\uFFFF", "|"),
);
const state = fc.constantFrom<Partial<Finding>>(
  {},
  { level: "advisory" },
  { verdict: "undecided" },
  { verdict: "undecided", undecidedFails: true },
  { baselined: true },
  { waiver: { reason: "A good reason", owner: "team", ticket: "T-1", expires: "2027-01-01" } },
);

export const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    state,
    rule: fc.constantFrom(...rules.slice(0, 40).map(({ id }) => id)),
    severity: fc.constantFrom("critical", "high", "medium", "low"),
    message: text,
    identity: text,
    path: fc.constantFrom("", "/a/0/b~1c", "/storageEncrypted"),
    fingerprint: fc.constantFrom("0123456789abcdef", "fedcba9876543210", "00000000000000aa"),
    place: fc.constantFrom<Partial<Finding>>(
      {},
      { source: { file: "dir a/ü #1.ts", line: 9, column: 2 } },
      { source: { file: "node_modules/x/y.js", line: 1, column: 1 }, declaredAt: { file: "b.ts", line: 2, column: 1 } },
    ),
  })
  .map(({ state: own, place, ...rest }) => {
    const { source: _, ...bare } = finding();
    return { ...bare, ...rest, ...place, ...own };
  });

export const anyReport: fc.Arbitrary<Report> = fc
  .record({
    stacks: fc.array(
      fc.record({
        stack: text,
        environment: fc.option(text, { nil: undefined }),
        tier: fc.constantFrom("prod", "nonprod", "unknown"),
        findings: fc.array(anyFinding, { maxLength: 12 }),
      }),
      { maxLength: 4 },
    ),
    problems: fc.array(
      fc.record({ kind: fc.constantFrom("not-judged", "waiver", "baseline"), subject: text, message: text }),
      { maxLength: 3 },
    ),
    hasBaseline: fc.boolean(),
  })
  .map(({ stacks, problems, hasBaseline }) => ({
    // A counterexample without the rules, which are long.
    [fc.toStringMethod]: () => JSON.stringify({ stacks, problems, hasBaseline }),
    ...report(
      stacks.map(({ findings, ...more }) => preview(findings, more as Partial<StackPreview>)),
      problems as Problem[],
    ),
    hasBaseline,
  }));
