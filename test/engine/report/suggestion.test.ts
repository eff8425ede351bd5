import { describe, expect, test } from "vitest";
import type { Finding } from "../../../engine/finding.ts";
import { suggestionText } from "../../../engine/report/_suggestion.ts";
import { renderAnnotations } from "../../../engine/report/annotations.ts";
import { renderBatchLine } from "../../../engine/report/batch.ts";
import { renderGitlab } from "../../../engine/report/gitlab.ts";
import { renderHtml } from "../../../engine/report/html.ts";
import { renderJunit } from "../../../engine/report/junit.ts";
import { renderMarkdown } from "../../../engine/report/markdown.ts";
import { renderSarif } from "../../../engine/report/sarif.ts";
import { renderStack } from "../../../engine/report/terminal.ts";
import { finding, preview, report } from "./_findings.ts";
import { jsonOf } from "./_json.ts";

const LOGS = { path: "/logs/0/types", value: ["api", { name: "a", "b-c": 1 }] } as const;
const RULE = "eks-control-plane-logging";
const REPLACES = "(on a resource that exists, the change replaces it)";

function logs(more: Partial<Finding> = {}): Finding {
  return finding({ rule: RULE, path: "/logs", message: "No logs", suggestion: [LOGS], ...more });
}

const source = (file: string): Partial<Finding> => ({ source: { file, line: 3, column: 5 } });

describe("a value is written in the language of its source", () => {
  test.each([
    ["index.ts", 'logs[0].types: ["api", { name: "a", "b-c": 1 }]'],
    ["lib/x.mjs", 'logs[0].types: ["api", { name: "a", "b-c": 1 }]'],
    ["k8s/app.yaml", "logs[0].types: [ api, { name: a, b-c: 1 } ]"],
    ["k8s/app.json", 'logs[0].types: ["api",{"name":"a","b-c":1}]'],
    ["-", 'logs[0].types: ["api",{"name":"a","b-c":1}]'],
  ])("%s", (file, text) => {
    expect(suggestionText(logs(source(file)))).toBe(text);
  });

  test("on one line, and quoted where it would read as something else", () => {
    const texts = ["true", "a: b", "a\nb", "x".repeat(200)].map((value) =>
      suggestionText(logs({ ...source("a.yml"), suggestion: [{ path: "/a", value }] })),
    );
    expect(texts).toEqual(['a: "true"', 'a: "a: b"', 'a: "a\\nb"', `a: ${"x".repeat(200)}`]);
  });

  test("with no more than a few values, and what the change costs", () => {
    const suggestion = [1, 2, 3, 4, 5, 6].map((value) => ({ path: `/a/${value}`, value }));
    expect(suggestionText(logs({ suggestion }))).toBe("a[1]: 1, a[2]: 2, a[3]: 3, a[4]: 4, and 2 more");
    const encrypted = finding({ suggestion: [{ path: "/storageEncrypted", value: true }] });
    expect(suggestionText(encrypted)).toBe(`storageEncrypted: true ${REPLACES}`);
    expect(suggestionText(finding())).toBe("");
  });
});

describe("each report shows it at the finding's line", () => {
  const shown = 'logs[0].types: ["api", { name: "a", "b-c": 1 }]';
  const of = (...findings: Finding[]) => report([preview(findings)]);
  const terminal = (one: Finding): string[] =>
    renderStack(preview([one]), { color: false, width: 100, rules: of().rules }).split("\n");

  test("the terminal, also for what is only advice", () => {
    const violation = terminal(logs());
    expect(violation[violation.indexOf("  at index.ts:3:1") + 1]).toBe(`  set  ${shown}`);
    expect(terminal(logs({ level: "advisory" }))).toContain(`  set  ${shown}  at index.ts:3:1`);
    expect(terminal(finding()).join("\n")).not.toContain("  set  ");
  });

  test("JSON, as data", () => {
    const { stacks } = JSON.parse(jsonOf([preview([logs(), finding()])])) as {
      stacks: { findings: Finding[] }[];
    };
    expect(stacks[0]?.findings.map(({ suggestion }) => suggestion)).toEqual([[LOGS], undefined]);
  });

  test("SARIF, as data and text, without an edit that nobody could apply", () => {
    const text = renderSarif(of(logs()));
    const { message, properties } = JSON.parse(text).runs[0].results[0] as {
      message: { text: string };
      properties: object;
    };
    expect(message.text).toBe(`No logs (shop/db, logs; dev)\nset ${shown}`);
    expect(properties).toMatchObject({ suggestion: [LOGS] });
    expect(text).not.toContain('"fixes"');
    expect(renderSarif(of(finding()))).not.toContain("suggestion");
  });

  test("Markdown, as code that breaks no table", () => {
    const text = renderMarkdown(of(logs({ suggestion: [LOGS, { path: "/a", value: "x|`y`" }] })));
    expect(text).toContain(`| No logs<br>Set \`${shown}\`, \`\`a: "x\\|\`y\`"\`\` | \`index.ts:3\` |`);
    const long = renderMarkdown(of(logs({ suggestion: [{ path: "/a", value: "x".repeat(5000) }] })));
    expect(long.length).toBeLessThan(2000);
  });

  test("annotations, GitLab and JUnit, after the message", () => {
    expect(renderAnnotations(of(logs()))).toContain(`(shop/db; dev)%0Aset ${shown}\n`);
    expect(JSON.parse(renderGitlab(of(logs())))[0].description).toBe(`No logs (shop/db; dev)\nset ${shown}`);
    const escaped = shown.replaceAll('"', "&quot;");
    expect(renderJunit(of(logs()))).toContain(`at index.ts:3&#10;set ${escaped}`);
    expect(renderJunit(of(logs({ level: "advisory" })))).toContain(`No logs&#10;set ${escaped}"/>`);
  });

  test("HTML, in the data of its script", async () => {
    const text = await renderHtml(of(logs(), finding()));
    const data = /<script[^>]*type="application\/json"[^>]*>(.*?)<\/script>/s.exec(text)?.[1] ?? "";
    expect((JSON.parse(data) as { findings: object[] }).findings).toEqual([
      expect.objectContaining({ rule: RULE, set: { values: [shown], hidden: 0, note: "" } }),
      expect.not.objectContaining({ set: expect.anything() }),
    ]);
  });

  test("but no line of a batch, whose shape is fixed", () => {
    expect(renderBatchLine(0, preview([logs()]).evaluation)).not.toContain("suggestion");
  });
});
