import { describe, expect, test } from "vitest";
import type { StackPreview } from "../../../engine/preview.ts";
import { renderAnnotations } from "../../../engine/report/annotations.ts";
import { renderStack } from "../../../engine/report/terminal.ts";
import { finding, preview, report } from "./_findings.ts";

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
