import { formatPointer } from "../../policies/pointer.ts";
import {
  type Found,
  type Problem,
  PROBLEM_TITLES,
  type Report,
  type State,
  allProblems,
  countStates,
  describeState,
  isBlocking,
  stateOf,
} from "./_report.ts";
import { plural } from "../graph/picture.ts";
import { describeResources } from "./_counts.ts";
import { type Note, notesOf, notesOn, sentence } from "./_notes.ts";
import { compared } from "./_against.ts";
import { printable } from "./_printable.ts";
import { suggestionLine } from "./_suggestion.ts";
import type { StackPreview } from "../preview.ts";
import type { Finding } from "../finding.ts";

/**
 * JUnit, one suite a stack: a test case for each finding, which fails where the finding fails the gate and is
 * skipped where it does not, and one that says how much was judged, so that a clean stack is not an empty report.
 */
export function renderJunit(report: Report): string {
  const problems = allProblems(report);
  const suites = [
    ...report.previews.map((preview) => suiteOf(preview, report)),
    ...(problems.length === 0 ? [] : [suite("rampart", problems.map(problemCase), [])]),
    ...(report.previews.length === 0 ? notesOf(report).map(noteSuite) : []),
  ];
  const total = (key: "tests" | "failures" | "errors" | "skipped"): number =>
    suites.reduce((sum, one) => sum + one[key], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="Rampart" tests="${total("tests")}" failures="${total("failures")}" errors="${total("errors")}" skipped="${total("skipped")}">`,
    ...suites.map(({ xml }) => xml),
    "</testsuites>\n",
  ].join("\n");
}

interface Case {
  readonly xml: string;
  readonly outcome: "passed" | "failures" | "errors" | "skipped";
}

interface Suite {
  readonly xml: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

function suite(
  name: string,
  cases: readonly Case[],
  properties: readonly (readonly [string, string | number])[],
): Suite {
  const count = (outcome: Case["outcome"]): number => cases.filter((one) => one.outcome === outcome).length;
  const counts = {
    tests: cases.length,
    failures: count("failures"),
    errors: count("errors"),
    skipped: count("skipped"),
  };
  const attributes = Object.entries(counts).map(([key, value]) => ` ${key}="${value}"`);
  const xml = [
    `  <testsuite name="${escapeXml(name)}"${attributes.join("")}>`,
    ...(properties.length === 0
      ? []
      : [
          "    <properties>",
          ...properties.map(([key, value]) => `      <property name="${key}" value="${escapeXml(String(value))}"/>`),
          "    </properties>",
        ]),
    ...cases.map((one) => one.xml),
    "  </testsuite>",
  ].join("\n");
  return { xml, ...counts };
}

function suiteOf(preview: StackPreview, report: Report): Suite {
  const { stack, environment, tier, evaluation } = preview;
  const { pass, assumed, notApplicable } = evaluation.summary;
  const judged = [
    describeResources(evaluation.summary),
    plural(pass, "pass", "passes"),
    plural(assumed, "assumed pass", "assumed passes"),
    `${notApplicable} not applicable`,
  ].join(" · ");
  const notes = notesOn([preview], report.rules);
  const nothing = notes.find(({ kind }) => kind === "nothing-judged");
  const told = [judged, ...notes.map(sentence)].join("\n");
  const cases = [
    // A green tick would say that something was found to be well.
    testCase(
      stack,
      "policy pack",
      nothing === undefined ? "passed" : "skipped",
      `${nothing === undefined ? "" : `<skipped message="${escapeXml(sentence(nothing))}"/>`}<system-out>${escapeXml(told)}</system-out>`,
    ),
    ...evaluation.findings.map((finding) => findingCase(preview, finding, report)),
  ];
  const states = Object.entries(countStates(evaluation.findings)) as [State, number][];
  const against = Object.entries(compared([preview])?.findings ?? {});
  return suite(stack, cases, [["environment", environment ?? ""], ["tier", tier], ...states, ...against]);
}

function findingCase(preview: StackPreview, finding: Finding, report: Report): Case {
  const found: Found = { preview, finding, state: stateOf(finding) };
  const { at } = report.locate(preview, finding);
  const path = formatPointer(finding.path);
  const name = `${finding.rule} ${finding.identity}${path === "" ? "" : ` ${path}`}`;
  const set = suggestionLine(finding);
  const message = escapeXml(`${describeState(found)}${finding.message}`);
  const fix = report.rules.get(finding.rule)?.fix;
  const details = [
    `${finding.severity}: ${finding.message}`,
    `at ${at.file}:${at.line}${set}`,
    ...(fix === undefined ? [] : [`fix: ${fix}`]),
  ].join("\n");
  return isBlocking(found, report.strict)
    ? testCase(
        preview.stack,
        name,
        "failures",
        `<failure type="${found.state}" message="${message}">${escapeXml(details)}</failure>`,
        at.file,
      )
    : testCase(preview.stack, name, "skipped", `<skipped message="${message}${escapeXml(set)}"/>`, at.file);
}

function problemCase({ kind, subject, message }: Problem): Case {
  const content = `<error type="${kind}" message="${escapeXml(message)}"/>`;
  return testCase("rampart", `${PROBLEM_TITLES[kind]}: ${subject}`, "errors", content);
}

/** Of a run without a stack. */
function noteSuite(note: Note): Suite {
  const content = `<skipped message="${escapeXml(sentence(note))}"/>`;
  return suite("rampart", [testCase("rampart", "policy pack", "skipped", content)], []);
}

function testCase(suiteName: string, name: string, outcome: Case["outcome"], content: string, file?: string): Case {
  const where = file === undefined ? "" : ` file="${escapeXml(file)}"`;
  return {
    outcome,
    xml: `    <testcase classname="${escapeXml(suiteName)}" name="${escapeXml(name)}"${where}>${content}</testcase>`,
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
};

function escapeXml(text: string): string {
  return printable(text.toWellFormed()).replaceAll(/[&<>"\n]/g, (one) => ENTITIES[one] as string);
}
