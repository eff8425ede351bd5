import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Report, STATES, type State, allProblems, countStates } from "../../../engine/report/_report.ts";
import { renderAnnotations } from "../../../engine/report/annotations.ts";
import { renderGitlab } from "../../../engine/report/gitlab.ts";
import { type Charted, chart, pageData } from "../../../engine/report/html/data.ts";
import { page } from "../../../engine/report/html/page.ts";
import { renderJunit } from "../../../engine/report/junit.ts";
import { renderMarkdown } from "../../../engine/report/markdown.ts";
import { renderSarif } from "../../../engine/report/sarif.ts";
import { renderStack } from "../../../engine/report/terminal.ts";
import { anyReport, finding, preview, report } from "./_findings.ts";
import { parseXml } from "./_xml.ts";
import { jsonOf } from "./_json.ts";

type Counts = Record<State, number>;

const NONE: Counts = { violation: 0, advisory: 0, undecided: 0, baselined: 0, waived: 0 };

function add(list: readonly Partial<Counts>[]): Counts {
  const sum = { ...NONE };
  for (const counts of list) for (const state of STATES) sum[state] += counts[state] ?? 0;
  return sum;
}

/** How each format counts, read from what it wrote and from nothing else. */
const COUNTED: Readonly<Record<string, (report: Report) => Counts>> = {
  terminal: ({ previews, rules }) =>
    add(previews.map((one) => sentence(renderStack(one, { color: false, width: 100, rules })))),
  json: ({ previews }) => {
    const { stacks } = JSON.parse(jsonOf(previews)) as { stacks: { counts: Counts }[] };
    return add(stacks.map(({ counts }) => counts));
  },
  "json's findings": ({ previews }) => {
    const { stacks } = JSON.parse(jsonOf(previews)) as { stacks: { findings: never[] }[] };
    return countStates(stacks.flatMap(({ findings }) => findings));
  },
  "sarif's results": (one) => {
    const { runs } = JSON.parse(renderSarif(one)) as { runs: { results: { properties: { state: State } }[] }[] };
    return add(runs.flatMap(({ results }) => results.map(({ properties }) => ({ [properties.state]: 1 }))));
  },
  "sarif's properties": (one) => {
    const { runs } = JSON.parse(renderSarif(one)) as { runs: { properties: { findings: Counts } }[] };
    return add(runs.map(({ properties }) => properties.findings));
  },
  "junit's properties": (one) => {
    const properties = parseXml(renderJunit(one)).filter(({ name }) => name === "property");
    return add(properties.map(({ attributes }) => ({ [attributes["name"] ?? ""]: Number(attributes["value"]) })));
  },
  "junit's cases": (one) =>
    add(
      parseXml(renderJunit(one)).map(({ name, attributes }) => {
        if (name === "failure") return { [attributes["type"] ?? ""]: 1 };
        const message = attributes["message"] ?? "";
        return name === "skipped" && !message.startsWith("Nothing was judged") ? stateOfText(message) : {};
      }),
    ),
  "html's data": (one) => {
    const { findings } = pageData(one, charted(one)) as { findings: { state: State }[] };
    return add(findings.map(({ state }) => ({ [state]: 1 })));
  },
  "html's tiles": (one) => {
    const all = charted(one).map((_, index) => tile(htmlOf(one), index));
    return add(
      all.map((tiles) => ({
        violation: Number(tiles["Violations"]),
        advisory: Number(tiles["Advisories"]),
        undecided: Number(tiles["Undecided"]),
        baselined: Number(tiles["In the baseline"]),
        waived: Number(tiles["Waived"]),
      })),
    );
  },
  markdown: (one) => sentence(renderMarkdown(one)),
  annotations: (one) => sentence(renderAnnotations(one)),
  gitlab: (one) => {
    const issues = JSON.parse(renderGitlab(one)) as { check_name: string; description: string }[];
    const found = issues.filter(({ check_name }) => !check_name.startsWith("rampart-"));
    return add(found.map(({ description }) => stateOfText(description)));
  },
};

function charted(one: Report): Charted[] {
  return chart(one);
}

/** The page without its drawings, which hold no counts. */
function htmlOf(one: Report): string {
  return page({ ...one, hasBaseline: true }, charted(one), [], {});
}

function tile(html: string, index: number): Record<string, string> {
  const [, section = ""] = new RegExp(`<section data-tiles="${index}".*?<dl[^>]*>(.*?)</dl>`, "s").exec(html) ?? [];
  return Object.fromEntries(
    [...section.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name, value]) => [name, value]),
  );
}

function sentence(text: string): Counts {
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(text)?.[1] ?? 0);
  return {
    violation: count("violations?"),
    advisory: count("advisory"),
    undecided: count("undecided"),
    baselined: count("in the baseline"),
    waived: count("waived"),
  };
}

function stateOfText(text: string): Partial<Counts> {
  const [, word] = /^(Advisory|Undecided|In the baseline|Waived until)\b/.exec(text) ?? [];
  const states: Record<string, State> = { Advisory: "advisory", Undecided: "undecided", "Waived until": "waived" };
  return { [word === undefined ? "violation" : (states[word] ?? "baselined")]: 1 };
}

/** The words of a message must not be taken for those of the report. */
function withoutWords(text: string): string {
  return text.replaceAll(/[0-9]/g, "").replace(/^(Advisory|Undecided|In the baseline|Waived)/, "");
}

describe("every report of a run has the same counts", () => {
  test.each(Object.keys(COUNTED))("%s", (format) => {
    const counted = COUNTED[format] as (report: Report) => Counts;
    fc.assert(
      fc.property(anyReport, (any) => {
        const previews = any.previews.map((one) => ({
          ...one,
          stack: withoutWords(one.stack),
          environment: one.environment && withoutWords(one.environment),
          evaluation: {
            ...one.evaluation,
            // The terminal names the baseline in runs with one only.
            summary: { ...one.evaluation.summary, baselined: 0 },
            findings: one.evaluation.findings.map((own) => ({ ...own, message: withoutWords(own.message) })),
          },
        }));
        const findings = previews.flatMap(({ evaluation }) => evaluation.findings);
        expect(counted({ ...any, previews })).toEqual(countStates(findings));
      }),
      { numRuns: 150 },
    );
  });

  test("and tells of every problem", () => {
    fc.assert(
      fc.property(anyReport, (any) => {
        const count = allProblems(any).length;
        const sarif = JSON.parse(renderSarif(any)) as {
          runs: { invocations: { toolExecutionNotifications: { level: string }[] }[] }[];
        };
        const notifications = sarif.runs[0]?.invocations[0]?.toolExecutionNotifications ?? [];
        expect(notifications.filter(({ level }) => level === "error")).toHaveLength(count);
        expect(parseXml(renderJunit(any)).filter(({ name }) => name === "error")).toHaveLength(count);
        const issues = JSON.parse(renderGitlab(any)) as { check_name: string; fingerprint: string }[];
        expect(issues.filter(({ check_name }) => /^rampart-(?!note-)/.test(check_name))).toHaveLength(count);
        expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
        const markdown = renderMarkdown(any);
        expect(markdown.includes(`· ${count} problem${count === 1 ? "" : "s"}\n`)).toBe(count > 0);
        expect(any.problems.length === 0 || markdown.includes("❌ rejected by Rampart")).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe("user text stays text", () => {
  const nasty = finding({
    message: "one\ntwo ::error::%0A <script>|@team #12 `x` [a](b) \u0000",
    identity: "a|b`c",
    fingerprint: "00000000000000aa",
  });

  test("a workflow command is one line", () => {
    const lines = renderAnnotations(report([preview([nasty])]))
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^::error file=index\.ts,line=3,col=1,title=high%3A rds-storage-encrypted::one%0Atwo ::error::%250A /,
    );
  });

  test("Markdown has no markup, mention or reference of the message", () => {
    const row = renderMarkdown(report([preview([nasty])]))
      .split("\n")
      .find((line) => line.includes("two"));
    expect(row).toBe(
      "| high | `rds-storage-encrypted` | ``a\\|b`c`` `storageEncrypted` | one two ::error::%0A &lt;script&gt;\\|@\u200Bteam #\u200B12 \\`x\\` \\[a\\](b)  | `index.ts:3` |",
    );
  });
});
