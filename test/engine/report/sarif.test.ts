import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../engine/finding.ts";
import { LIMITS, fitToForge } from "../../../engine/report/_sarif-limits.ts";
import type { Report } from "../../../engine/report/_report.ts";
import { renderSarif } from "../../../engine/report/sarif.ts";
import { rules } from "../../../policies/rules/index.ts";
import { anyReport, finding, preview, report } from "./_findings.ts";

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly locations: {
    physicalLocation: { artifactLocation: { uri: string; uriBaseId: string }; region: { startLine: number } };
  }[];
  readonly partialFingerprints: Record<string, string>;
  readonly suppressions?: object[];
  readonly baselineState?: string;
  readonly properties: { state: string; severity: string };
}

function run(of: Report) {
  const { runs } = JSON.parse(renderSarif(of)) as {
    runs: {
      tool: { driver: { rules: { id: string; properties: { tags: string[] } }[] } };
      invocations: {
        executionSuccessful: boolean;
        toolExecutionNotifications: { level: string; message: { text: string } }[];
      }[];
      results: Result[];
    }[];
  };
  expect(runs).toHaveLength(1);
  const [only] = runs;
  if (only === undefined) throw new Error("there is no run");
  return only;
}

describe("every result", () => {
  test("has a place in the repository, its own rule and a fingerprint of its own", () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        const { results, tool } = run(any);
        for (const { locations, ruleId, ruleIndex } of results) {
          const uri = locations[0]?.physicalLocation.artifactLocation.uri;
          expect(["dir%20a/%C3%BC%20%231.ts", "b.ts", "Pulumi.yaml"]).toContain(uri);
          expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
        }
        const hashes = results.map(({ partialFingerprints }) => partialFingerprints["primaryLocationLineHash"]);
        expect(new Set(hashes).size).toBe(results.length);
      }),
      { numRuns: 100 },
    );
  });

  test("keeps its fingerprint when lines move and others come and go, and differs between stacks", () => {
    const hashes = (findings: Finding[], stack: string) =>
      run(report([preview(findings, { stack })])).results.map(
        ({ partialFingerprints }) => partialFingerprints["primaryLocationLineHash"],
      );
    const [before] = hashes([finding()], "dev");
    const moved = finding({ source: { file: "other.ts", line: 90, column: 7 } });
    expect(hashes([finding({ fingerprint: "ffffffffffffffff" }), moved], "dev")).toContain(before);
    expect(hashes([finding()], "prod")).not.toContain(before);
  });

  test("says what it is: severity on the rule, level by what it does, suppressed when borne", () => {
    const waiver = { reason: "Thrown away nightly", owner: "shop", ticket: "SHOP-1", expires: "2027-01-01" };
    const { results, tool } = run({
      ...report([
        preview([
          finding(),
          finding({ level: "advisory" }),
          finding({ verdict: "undecided" }),
          finding({ waiver }),
          finding({ baselined: true }),
        ]),
      ]),
      hasBaseline: true,
    });
    expect(
      results.map(({ level, suppressions, baselineState }) => [level, suppressions?.length ?? 0, baselineState]),
    ).toEqual([
      ["error", 0, "new"],
      ["warning", 0, "new"],
      ["note", 0, "new"],
      ["note", 1, "unchanged"],
      ["note", 1, "new"],
    ]);
    expect(results[4]?.suppressions).toEqual([
      { kind: "external", status: "accepted", justification: "Thrown away nightly (shop, SHOP-1, until 2027-01-01)" },
    ]);
    expect(tool.driver.rules).toEqual([
      expect.objectContaining({
        id: "rds-storage-encrypted",
        help: { text: expect.stringContaining("Fix: "), markdown: expect.stringContaining("### Fix") },
        helpUri: expect.stringMatching(/^https:/),
        properties: { tags: ["security", "rds", "baseline"], precision: "high", "security-severity": "9.5" },
      }),
    ]);
  });

  test("without a line of its own stands at the line that declares it, else at Pulumi.yaml", () => {
    const { source: _, ...bare } = finding();
    const declared = { ...bare, declaredAt: { file: "main.ts", line: 4, column: 2 } };
    const places = run(report([preview([bare, declared])])).results.map(
      ({ locations }) => locations[0]?.physicalLocation,
    );
    expect(places).toEqual([
      {
        artifactLocation: { uri: "Pulumi.yaml", uriBaseId: "%SRCROOT%" },
        region: { startLine: 1, startColumn: 1 },
      },
      { artifactLocation: { uri: "main.ts", uriBaseId: "%SRCROOT%" }, region: { startLine: 4, startColumn: 2 } },
    ]);
  });
});

test("a run that did not judge everything does not read as a clean one", () => {
  const { invocations } = run(report([], [{ kind: "not-judged", subject: "prod", message: "the program threw" }]));
  expect(invocations).toEqual([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: "error", message: { text: "Not judged: prod: the program threw" } }],
    },
  ]);
});

describe("the limits of forges", () => {
  const severities = ["low", "medium", "high", "critical"] as const;
  const many = (count: number, message: (index: number) => string): Finding[] =>
    Array.from({ length: count }, (_, index) =>
      finding({
        rule: rules[index % rules.length]?.id ?? "",
        severity: severities[index % 4] ?? "low",
        identity: `shop/resource-${index}`,
        fingerprint: index.toString(16).padStart(16, "0"),
        message: message(index),
      }),
    );

  test("30,000 findings: 25,000 results, the gravest, and a word on what is left out", () => {
    const all = report([preview(many(30_000, (index) => `Resource ${index} is not encrypted`))]);
    const text = renderSarif(all);
    expect(gzipSync(text).length).toBeLessThan(LIMITS.compressedBytes);
    const { results, invocations, tool } = run(all);
    expect(results).toHaveLength(25_000);
    const left = (severity: string) => results.filter(({ properties }) => properties.severity === severity).length;
    expect(severities.map(left)).toEqual([2_500, 7_500, 7_500, 7_500]);
    expect(results.slice(0, 5_000).every(({ properties }) => properties.severity === "critical")).toBe(true);
    expect(invocations[0]?.toolExecutionNotifications.map(({ message }) => message.text)).toEqual([
      "5000 of 30000 results are left out, the mildest, to stay within what forges accept.",
      "GitHub shows the 5000 gravest of 25000 results.",
    ]);
    expect(tool.driver.rules.length).toBeLessThanOrEqual(rules.length);
    expect(Math.max(...tool.driver.rules.map(({ properties }) => properties.tags.length))).toBeLessThanOrEqual(10);
  });

  test("too many bytes: fewer results, until the compressed file is small enough", () => {
    const found = many(25_000, () => "").map((one) => ({
      preview: preview([]),
      finding: one,
      state: "violation" as const,
    }));
    const sizes: number[] = [];
    const text = fitToForge(
      found,
      (kept) => "x".repeat(1_000 * kept.length),
      (rendered) => {
        sizes.push(rendered.length);
        return rendered.length;
      },
    );
    expect(text.length).toBeLessThanOrEqual(LIMITS.compressedBytes);
    expect(text.length).toBeGreaterThan(LIMITS.compressedBytes * 0.9);
    expect(sizes).toEqual([25_000_000]);
  });

  test("what is left out for its size is counted all the same", () => {
    const text = renderSarif(report([preview(many(25_001, () => "m"))]));
    const { results, properties } = JSON.parse(text).runs[0];
    expect(properties.findings.violation).toBe(25_001);
    expect(properties.results).toEqual({ total: 25_001, kept: results.length });
  });
});
