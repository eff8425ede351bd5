/**
 * Entry of the process that makes one run of `preview --watch`. A run has a process of its own, as programs,
 * waivers and settings are modules, which are evaluated once for the life of a process; and so that a run that
 * nobody waits for any more can be ended.
 */
import { formatPointer } from "../../policies/pointer.ts";
import { isOpen } from "../../engine/finding.ts";
import type { StackPreview } from "../../engine/preview.ts";
import { describeCounts } from "../../engine/report/_counts.ts";
import { countStates, shownVerdict, stateOf } from "../../engine/report/_report.ts";
import { RecordError } from "../../engine/record/errors.ts";
import { type ExitCode, UserError } from "../exit-codes.ts";
import { type PreviewFlags, previewProgram } from "../preview-program.ts";
import { type FileInUse, readRampartFile } from "../rampart-file/read.ts";
import { terminalText } from "../reports.ts";
import type { SeenStack } from "./since.ts";

export interface Request {
  readonly names: readonly string[];
  readonly flags: PreviewFlags;
  /** The rampart.yaml that holds, and the flags that the command line gave beside it. */
  readonly rampartFile?: { readonly path: string; readonly given: readonly string[] };
  readonly color: boolean;
  /** Columns of the terminal; none where there is none. */
  readonly columns: number | undefined;
}

/** What a run came to, or why it came to nothing. */
export type Answer =
  | {
      /** The report. */
      readonly text: string;
      readonly stacks: readonly SeenStack[];
      /** Stacks and waivers that fail the run and are no finding. */
      readonly problems: readonly string[];
    }
  | { readonly error: string; readonly exitCode: ExitCode };

// Leaving by exit() ends the programs that are being recorded, whoever asks for it: Ctrl-C, or a parent that is gone.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit());
process.on("disconnect", () => process.exit());

process.once("message", (request: Request) => {
  void answer(request).then((result) => process.send?.(result, () => process.exit()));
});

async function answer({ names, flags: told, rampartFile, color, columns }: Request): Promise<Answer> {
  try {
    const flags = rampartFile === undefined ? told : { ...told, inUse: inUse(rampartFile) };
    // The parent shows that something is being waited for.
    const { run } = await previewProgram(names, { ...flags, quiet: true });
    return {
      text: terminalText(run, flags, { color, width: columns ?? Infinity }),
      stacks: run.previews.map((preview) => seen(preview, flags.strict)),
      problems: run.problems.map(({ subject, message }) => `${subject}: ${message}`),
    };
  } catch (error) {
    if (error instanceof UserError || error instanceof RecordError) {
      return { error: error.message, exitCode: error.exitCode };
    }
    throw error;
  }
}

function inUse({ path, given }: NonNullable<Request["rampartFile"]>): FileInUse {
  return { file: readRampartFile(path), given: new Set(given) };
}

function seen(preview: StackPreview, strict: boolean | undefined): SeenStack {
  const { findings } = preview.evaluation;
  return {
    stack: preview.stack,
    verdict: `${shownVerdict(preview, strict)}  ${describeCounts(countStates(findings), preview.evaluation.waiverProblems.length)}`,
    findings: findings.filter(isOpen).map((finding) => {
      const { severity, rule, identity, path, message, fingerprint } = finding;
      const state = stateOf(finding) === "violation" ? "" : ` (${stateOf(finding)})`;
      const place = [identity, formatPointer(path)].filter((part) => part !== "").join(" ");
      return { key: `${fingerprint} ${stateOf(finding)}`, text: `${severity} ${rule}${state}  ${place}: ${message}` };
    }),
  };
}
