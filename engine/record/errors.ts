/**
 * Why a recording failed. `bad-project`, `bad-config`, `bad-fixtures` and `bad-settings` are mistakes in files that the user
 * hands over (exit code 3); everything else is the program's failure (exit code 4).
 */
export type RecordErrorKind =
  | "bad-project"
  | "bad-config"
  | "bad-fixtures"
  | "bad-settings"
  | "missing-config"
  | "program-threw"
  | "duplicate-urn"
  | "timed-out"
  | "exited-early"
  | "never-settled";

const USAGE_KINDS: ReadonlySet<RecordErrorKind> = new Set([
  "bad-project",
  "bad-config",
  "bad-fixtures",
  "bad-settings",
]);

/** A recording that did not end in a plan. The message says where, what, and what to do next. */
export class RecordError extends Error {
  override readonly name = "RecordError";
  readonly kind: RecordErrorKind;
  /** The program's own frame, `file:line:column` relative to its folder, where one is known. */
  readonly frame: string | undefined;

  constructor(kind: RecordErrorKind, message: string, frame?: string) {
    super(message);
    this.kind = kind;
    this.frame = frame;
  }

  /** Exit code that the command line owes the caller. */
  get exitCode(): 3 | 4 {
    return USAGE_KINDS.has(this.kind) ? 3 : 4;
  }
}

/** The form in which a failure crosses from the program's process to ours. */
export interface FailureReport {
  readonly kind: RecordErrorKind;
  readonly message: string;
  readonly frame?: string;
}

export function toReport(error: RecordError): FailureReport {
  return { kind: error.kind, message: error.message, ...(error.frame !== undefined && { frame: error.frame }) };
}

export function fromReport(report: FailureReport): RecordError {
  return new RecordError(report.kind, report.message, report.frame);
}
