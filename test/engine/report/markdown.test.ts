import { describe, expect, test } from "vitest";
import { MARKER, renderMarkdown } from "../../../engine/report/markdown.ts";
import { finding, preview, report } from "./_findings.ts";

const waiver = { reason: "Thrown away nightly", owner: "shop", ticket: "SHOP-1", expires: "2027-01-01" };

describe("the Markdown report", () => {
  test("has the marker first, then the verdict, then what is new, fixed, undecided and borne", () => {
    const text = renderMarkdown({
      ...report(
        [
          preview([
            finding({ waiver }),
            finding({ baselined: true }),
            finding({ verdict: "undecided" }),
            finding({ level: "advisory" }),
            finding(),
          ]),
        ],
        [{ kind: "baseline", subject: "dev", message: "x at y is fixed" }],
      ),
      hasBaseline: true,
    });
    const order = [
      MARKER,
      "## ❌ rejected by Rampart",
      "1 violation · 1 advisory · 1 undecided · 1 in the baseline · 1 waived · 1 problem",
      "| `dev` | dev, nonprod | ❌ rejected | 1 | 1 | 1 | 1 | 1 |",
      "### New violations (1)",
      "### Fixed, and to be removed from the baseline (1)",
      "### Undecided, which does not fail here (1)",
      "<details><summary>Advisory (1)</summary>",
      "<details><summary>Waived (1)</summary>",
      "Waived until 2027-01-01 by shop: Thrown away nightly",
      "<details><summary>In the baseline (1)</summary>",
    ];
    expect(order.map((part) => text.indexOf(part))).toEqual(
      order.map((part) => text.indexOf(part)).toSorted((a, b) => a - b),
    );
    expect(order.filter((part) => !text.includes(part))).toEqual([]);
    expect(text.startsWith(MARKER)).toBe(true);
  });

  test("judges each environment by itself", () => {
    const text = renderMarkdown(
      report([
        preview([finding({ verdict: "undecided" })], { stack: "prod", environment: "prod", tier: "prod" }),
        preview([finding({ verdict: "undecided" })], { stack: "dev" }),
        preview([], { stack: "qa", environment: "qa" }),
      ]),
    );
    expect(text).toContain("## ❓ undecided by Rampart");
    expect(text).toContain("| `prod` | prod, prod | ❓ undecided |");
    expect(text).toContain("| `dev` | dev, nonprod | ✅ accepted |");
    expect(text).toContain("| `qa` | qa, nonprod | ✅ accepted |");
    expect(text).toContain("**prod** (1)");
    expect(text).toContain("**dev** (1)");
  });

  test("tells what several stacks have alike in one row, and counts each", () => {
    const stacks = ["a", "b", "c", "d", "e"].map((stack) => preview([finding()], { stack, environment: "prod" }));
    const text = renderMarkdown(
      report([...stacks, preview([finding(), finding()], { stack: "f", environment: "prod" })]),
    );
    expect(text).toContain("### Violations (7)");
    expect(text.split("\n").filter((line) => line.startsWith("| high |"))).toEqual([
      "| high | `rds-storage-encrypted` | `shop/db` `storageEncrypted` | Storage is not encrypted; set storageEncrypted to true | `index.ts:3` | `a`, `b`, `c` and 3 more |",
      "| high | `rds-storage-encrypted` | `shop/db` `storageEncrypted` | Storage is not encrypted; set storageEncrypted to true | `index.ts:3` | `f` |",
    ]);
  });

  test("30,000 findings fit into a comment, with all counts", () => {
    const findings = Array.from({ length: 30_000 }, (_, index) =>
      finding({
        identity: `shop/${"component/".repeat(5)}resource-${index}`,
        message: `Message ${index}. `.repeat(30),
      }),
    );
    const text = renderMarkdown(report([preview(findings)]));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain("30000 violations");
    expect(text).toMatch(/…and 29\d{3} more; the other reports list them\./);
  });

  test("2,000 stacks fit too", () => {
    const stacks = Array.from({ length: 2_000 }, (_, index) => preview([finding()], { stack: `stack-${index}` }));
    const text = renderMarkdown(report(stacks));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain("2000 violations");
    expect(text).toContain("The rest is cut off");
  });
});
