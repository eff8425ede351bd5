import { type ChildProcess, fork } from "node:child_process";
import { statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { createColors } from "picocolors";
import { plural } from "../../engine/graph/picture.ts";
import { siblingModule } from "../../engine/record/sibling.ts";
import { printable, printableLine } from "../../engine/report/_printable.ts";
import { EXIT, UserError } from "../exit-codes.ts";
import type { PreviewFlags } from "../preview-program.ts";
import { Progress } from "../progress.ts";
import { RAMPART_FILE } from "../rampart-file/find.ts";
import { targetsOf } from "../targets.ts";
import { hasColor } from "../verdict.ts";
import type { Answer, Request } from "./child.ts";
import { type SeenStack, since } from "./since.ts";
import { sourcesOf } from "./sources.ts";
import { Watcher } from "./watcher.ts";

/** A run that is overtaken by a change is begun again, but not for ever: a program may write files of its own. */
const MOST_RESTARTS = 3;
/** Longer lists are in the report above. */
const MOST_LINES = 10;

/**
 * Judges a program, and again at every change, until somebody ends it. Fails as `preview` does where the first run
 * is refused; whatever goes wrong later is told, with the verdict that stands until it is mended.
 */
export async function watchProgram(names: readonly string[], given: PreviewFlags): Promise<never> {
  const flags = withoutReportsOfTheFile(given);
  refuseFiles(flags);
  const watcher = new Watcher();
  watcher.add(watched(flags));
  const screen = new Screen(flags);
  const progress = new Progress(process.stderr, flags.quiet !== true);
  const changed = new Set<string>();
  let changes = watcher.next();
  let restarts = 0;
  for (;;) {
    const run = startRun({ names, ...requestOf(flags), color: hasColor(flags), columns: process.stdout.columns });
    // A failure to watch is told where it is waited for.
    changes.catch(() => undefined);
    progress.start("judging");
    const overtaken = restarts < MOST_RESTARTS ? changes.then(() => undefined) : new Promise<never>(() => undefined);
    const outcome = await Promise.race([run.outcome, overtaken]);
    progress.done("judging");
    if (outcome !== undefined) {
      screen.show(outcome, [...changed]);
      changed.clear();
      restarts = 0;
    } else {
      run.stop();
      restarts += 1;
    }
    for (const file of await changes) changed.add(file);
    changes = watcher.next();
    follow(watcher, flags);
  }
}

/** Reports that rampart.yaml asks for are those of whole runs: only what the command line asks for is refused. */
function withoutReportsOfTheFile(flags: PreviewFlags): PreviewFlags {
  if (flags.inUse === undefined || flags.inUse.given.has("report")) return flags;
  const { report: _, ...others } = flags;
  return others;
}

function refuseFiles({ format, out, report }: PreviewFlags): void {
  if (format !== "terminal") {
    throw new UserError(`--watch prints for people: leave out --format ${format}, or leave out --watch`);
  }
  if (out !== undefined) throw new UserError("--watch writes no file: leave out --out, or leave out --watch");
  if (report !== undefined) throw new UserError("--watch writes no file: leave out --report, or leave out --watch");
}

/** The programs and manifests, and the files that the flags and rampart.yaml name. */
function watched({ program, inUse, waivers, policyConfig, fixtures, baseline }: PreviewFlags) {
  const { programs, manifests } = targetsOf(program, inUse);
  const sources = programs.map(({ folder }) => sourcesOf(folder));
  const named = [waivers, process.env["RAMPART_WAIVERS"], policyConfig, fixtures, baseline].filter(
    (file): file is string => typeof file === "string" && file !== "",
  );
  const paths = manifests.map(({ path }) => path);
  const isFolder = (path: string): boolean => statSync(path).isDirectory();
  return {
    folders: [...sources.flatMap(({ folders }) => folders), ...paths.filter(isFolder)],
    files: [
      ...sources.flatMap(({ files }) => files),
      ...paths.filter((path) => !isFolder(path)),
      ...named.map((file) => resolve(file)),
    ],
  };
}

/** Flags as another process can be told them: it reads rampart.yaml itself. */
function requestOf({ inUse, ...flags }: PreviewFlags): Pick<Request, "flags" | "rampartFile"> {
  return inUse === undefined
    ? { flags }
    : { flags, rampartFile: { path: join(inUse.file.folder, RAMPART_FILE), given: [...inUse.given] } };
}

/** What was edited may import what was not watched until now. */
function follow(watcher: Watcher, flags: PreviewFlags): void {
  try {
    watcher.add(watched(flags));
  } catch {
    // A Pulumi.yaml in the middle of an edit: the run that follows says what is wrong with it.
  }
}

/** A run's answer, with what its process printed beside it. */
interface Outcome {
  readonly answer: Answer;
  readonly printed: string;
  readonly milliseconds: number;
}

interface Started {
  readonly outcome: Promise<Outcome>;
  readonly stop: () => void;
}

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill();
});

function startRun(request: Request): Started {
  const begun = performance.now();
  const child = fork(siblingModule("child", import.meta.url), { stdio: ["ignore", "ignore", "pipe", "ipc"] });
  running.add(child);
  const printed = child.stderr === null ? Promise.resolve("") : textOf(child.stderr);
  const answered = new Promise<Answer>((done) => {
    child.once("message", (answer) => done(answer as Answer));
    child.once("error", ({ message }) => done({ error: message, exitCode: EXIT.bug }));
    child.once("exit", () => {
      running.delete(child);
      done({ error: "the run ended without a verdict", exitCode: EXIT.bug });
    });
  });
  child.send(request);
  const outcome = answered.then(async (answer): Promise<Outcome> => {
    return { answer, printed: await printed, milliseconds: performance.now() - begun };
  });
  return { outcome, stop: () => void child.kill() };
}

/** What is on the screen, and what it is compared with. */
class Screen {
  readonly #flags: PreviewFlags;
  /** By stack: the last verdict on it, and when that was. */
  readonly #last = new Map<string, { readonly seen: SeenStack; readonly at: string }>();
  #runs = 0;

  constructor(flags: PreviewFlags) {
    this.#flags = flags;
  }

  /** @throws UserError when the first run of all is refused: nothing is gained by waiting. */
  show({ answer, printed, milliseconds }: Outcome, changed: readonly string[]): void {
    const isFirst = this.#runs === 0;
    this.#runs += 1;
    if ("error" in answer && isFirst) {
      process.stderr.write(printed);
      throw new UserError(answer.error, answer.exitCode);
    }
    const { bold, dim } = createColors(hasColor(this.#flags));
    const at = new Date().toTimeString().slice(0, 8);
    // What a program prints between two verdicts is read as long as the second stands.
    if (process.stdout.isTTY) process.stdout.write("\u001B[2J\u001B[3J\u001B[H");
    process.stderr.write(printed);
    const names = changed.map((file) => relative(process.cwd(), file));
    const cause = [...names.slice(0, 3), ...(names.length > 3 ? [`${names.length - 3} more`] : [])].join(", ");
    const took = `${(milliseconds / 1000).toFixed(1)} s`;
    const head = `\n${bold(at)}  ${dim([printableLine(cause), took].filter((part) => part !== "").join("  "))}`;
    const body = "error" in answer ? this.#refused(answer.error) : this.#judged(answer, at, isFirst);
    const report = "error" in answer ? "" : answer.text;
    process.stdout.write(`${report}${head}\n${body}${dim("watching; Ctrl-C ends")}\n`);
  }

  #judged(answer: Exclude<Answer, { error: unknown }>, at: string, isFirst: boolean): string {
    const { red, green, yellow } = createColors(hasColor(this.#flags));
    const before = [...this.#last.values()].map(({ seen }) => seen);
    const { added, fixed } = since(before, answer.stacks);
    for (const seen of answer.stacks) this.#last.set(seen.stack, { seen, at });
    const now = new Set(answer.stacks.map(({ stack }) => stack));
    const unchanged = added.length + fixed.length === 0 && !isFirst && answer.stacks.length > 0;
    return [
      ...this.#standing((stack) => !now.has(stack)),
      ...answer.stacks.map(({ stack, verdict }) => `${stack}: ${verdict}`),
      ...answer.problems.map((problem) => red(`✗ ${printableLine(problem)}`)),
      ...cut(added).map((text) => yellow(`new    ${printableLine(text)}`)),
      ...cut(fixed).map((text) => green(`fixed  ${printableLine(text)}`)),
      ...(unchanged ? ["no finding is new, none is fixed"] : []),
    ]
      .map((line) => `${line}\n`)
      .join("");
  }

  #refused(error: string): string {
    const { red } = createColors(hasColor(this.#flags));
    const lines = [red(`✗ not judged: ${printable(error)}`), ...this.#standing(() => true)];
    return lines.map((line) => `${line}\n`).join("");
  }

  /** Verdicts that are older than this run, and stand until the next one. */
  #standing(isShown: (stack: string) => boolean): string[] {
    return [...this.#last.values()]
      .filter(({ seen }) => isShown(seen.stack))
      .map(({ seen, at }) => `${seen.stack}: not judged; at ${at} it was ${seen.verdict}`);
  }
}

function cut(lines: readonly string[]): string[] {
  const left = lines.length - MOST_LINES;
  return left > 0 ? [...lines.slice(0, MOST_LINES), `… and ${plural(left, "more", "more")}`] : [...lines];
}
