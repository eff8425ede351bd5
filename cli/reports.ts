import { isAbsolute } from "node:path";
import { Option } from "commander";
import type { StackPreview } from "../engine/preview.ts";
import { sentence, notesOf } from "../engine/report/_notes.ts";
import { printableLine } from "../engine/report/_printable.ts";
import { PROBLEM_TITLES, type Problem, type Report, isNothingJudged } from "../engine/report/_report.ts";
import { withoutFolders } from "../engine/report/_location.ts";
import { type TerminalOptions, renderStack } from "../engine/report/terminal.ts";
import { RecordError } from "../engine/record/errors.ts";
import { EXIT, UserError } from "./exit-codes.ts";
import { type Output, refuseUnwritable, writeReports } from "./output.ts";
import { locateIn, rootsOf } from "./repository.ts";
import { suggest } from "../engine/suggest.ts";
import { type ReportFlags, exitCodeOf, hasColor } from "./verdict.ts";
import { version } from "./version.ts";

/** Which reports a run writes, and how; the flags of every command that prints verdicts. */
export interface RunReportFlags extends Omit<ReportFlags, "format"> {
  readonly format: Format;
  readonly report?: readonly NamedReport[];
  readonly strict?: boolean;
}

/** One `--report`. */
export interface NamedReport {
  readonly format: Format;
  readonly file: string;
}

/** Each loaded when it is asked for. */
const RENDERERS = {
  json: async (report: Report) => {
    const { renderJson } = await import("../engine/report/json.ts");
    return renderJson(withoutAbsolute(report), report.problems, report.rules);
  },
  sarif: async (report: Report) => (await import("../engine/report/sarif.ts")).renderSarif(report),
  junit: async (report: Report) => (await import("../engine/report/junit.ts")).renderJunit(report),
  markdown: async (report: Report) => (await import("../engine/report/markdown.ts")).renderMarkdown(report),
  annotations: async (report: Report) => (await import("../engine/report/annotations.ts")).renderAnnotations(report),
  gitlab: async (report: Report) => (await import("../engine/report/gitlab.ts")).renderGitlab(report),
  html: async (report: Report) => (await import("../engine/report/html.ts")).renderHtml(report),
} as const;

export type Format = "terminal" | keyof typeof RENDERERS;

export const FORMATS: readonly Format[] = ["terminal", ...(Object.keys(RENDERERS) as Format[])];

export function reportOptions(): Option[] {
  return [
    new Option("--format <format>", "what to print").choices(FORMATS).default("terminal"),
    new Option("--out <file>", "write it to a file instead of standard output"),
    new Option(
      "--report <format=file>",
      "also write a report in this format to a file; repeat for more, of the same run",
    ).argParser(parseReport),
    new Option("--quiet", "print findings and verdicts only where something is not accepted"),
    new Option("--no-color", "no colours; also with NO_COLOR, or when the output is no terminal"),
  ];
}

function parseReport(text: string, earlier: readonly NamedReport[] = []): NamedReport[] {
  const [format = "", ...rest] = text.split("=");
  const file = rest.join("=");
  if (file === "") throw new UserError(`--report is "${text}"; write it as format=file, such as sarif=rampart.sarif`);
  if (!(FORMATS as readonly string[]).includes(format)) {
    throw new UserError(
      `--report ${text}: no format "${format}"${suggest(format, FORMATS)}; there are ${FORMATS.join(", ")}`,
    );
  }
  if (earlier.some((one) => one.file === file))
    throw new UserError(`--report ${text}: another report goes to that file`);
  return [...earlier, { format: format as Format, file }];
}

/** What a run found, before it is known where things lie in the repository. */
export type RunResult = Pick<Report, "previews" | "problems" | "hasBaseline" | "rules">;

/** Writes every report that the flags ask for; what is printed comes last. */
export async function writeRun(run: RunResult, flags: RunReportFlags): Promise<void> {
  const report = reportOf(run, flags);
  const outputs: Output[] = [];
  for (const { format, file } of flags.report ?? []) {
    const text = format === "terminal" ? terminalFile(report, flags) : await RENDERERS[format](report);
    outputs.push({ text, file, flag: `--report ${format}=${file}` });
  }
  const printed = await (flags.format === "terminal"
    ? flags.out === undefined
      ? renderTerminal(report, flags, lookOf(flags))
      : terminalFile(report, flags)
    : RENDERERS[flags.format](report));
  await writeReports([...outputs, { text: printed, file: flags.out, flag: `--out ${flags.out}` }]);
}

/** How a report is printed: colours, and columns to fit into. */
type Look = Pick<TerminalOptions, "color" | "width">;

/** What is not printed on a terminal has as many columns as it wants. */
function lookOf(flags: RunReportFlags): Look {
  return { color: hasColor(flags), width: process.stdout.columns ?? Infinity };
}

/** What is printed of a run for a person. */
export function terminalText(run: RunResult, flags: RunReportFlags, look: Look): string {
  return renderTerminal(reportOf(run, flags), flags, look);
}

function reportOf(run: RunResult, { strict }: RunReportFlags): Report {
  const roots = rootsOf(process.cwd());
  return {
    ...run,
    problems: run.problems.map((problem) => ({ ...problem, message: withoutFolders(problem.message, roots) })),
    version,
    strict,
    locate: locateIn(process.cwd()),
  };
}

/** In a file the problems are told, too; who watches the run has read them on standard error. */
function terminalFile(report: Report, flags: RunReportFlags): string {
  const problems = report.problems.map(
    ({ kind, subject, message }) => `✗ ${PROBLEM_TITLES[kind]}: ${printableLine(subject)}: ${printableLine(message)}\n`,
  );
  return [renderTerminal(report, flags, { color: false, width: Infinity }), ...problems]
    .filter((part) => part !== "")
    .join("\n");
}

/** With `--quiet` a person sees those stacks only that are not accepted. */
function renderTerminal(report: Report, flags: RunReportFlags, look: Look): string {
  const { rules } = report;
  if (report.previews.length === 0)
    return notesOf(report)
      .map((note) => `${sentence(note)}\n`)
      .join("");
  const shown = withoutAbsolute(report).filter(
    (preview) =>
      flags.quiet !== true ||
      isNothingJudged(preview) ||
      exitCodeOf(preview.evaluation, preview.tier, flags.strict) !== EXIT.clean,
  );
  return shown.map((one) => renderStack(one, { ...look, rules })).join("\n");
}

/** Positions are relative to the program; those of input that was named by an absolute path, to the repository. */
function withoutAbsolute({ previews, locate }: Report): StackPreview[] {
  return previews.map((preview) => {
    const { findings } = preview.evaluation;
    if (!findings.some(({ source }) => source !== undefined && isAbsolute(source.file))) return preview;
    const located = findings.map((finding) => ({ ...finding, source: locate(preview, finding).at }));
    return { ...preview, evaluation: { ...preview.evaluation, findings: located } };
  });
}

/**
 * Runs `judge`. When it ends in a fault of the user or the program, the reports are written all the same and say
 * so: none may be missing, or read as a clean run.
 */
export async function reporting<T>(flags: RunReportFlags, judge: () => Promise<T>): Promise<T> {
  try {
    refuseUnwritable([
      ...(flags.report ?? []).map(({ format, file }) => ({ file, flag: `--report ${format}=${file}` })),
      { file: flags.out, flag: `--out ${flags.out}` },
    ]);
    return await judge();
  } catch (error) {
    if (error instanceof UserError || error instanceof RecordError) {
      const problem: Problem = { kind: "not-judged", subject: "the run", message: error.message };
      const { out: _, ...others } = flags;
      const run: RunResult = { previews: [], problems: [problem], hasBaseline: false, rules: new Map() };
      // A report that cannot be written may be the very fault, which is told below.
      await writeRun(run, { ...others, format: "terminal" }).catch(() => undefined);
    }
    throw error;
  }
}
