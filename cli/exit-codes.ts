/** Exit codes, the same for every command. */
export const EXIT = {
  clean: 0,
  violations: 1,
  undecided: 2,
  usage: 3,
  program: 4,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Gravest first: with several causes, the first that occurred is the exit code. */
const GRAVITY: readonly ExitCode[] = [
  EXIT.interrupted,
  EXIT.bug,
  EXIT.program,
  EXIT.usage,
  EXIT.violations,
  EXIT.undecided,
  EXIT.clean,
];

export function gravest(codes: readonly ExitCode[]): ExitCode {
  return GRAVITY.find((code) => codes.includes(code)) ?? EXIT.clean;
}

/** A fault in what the user asked or wrote. Its message says what to do; it is printed without a stack. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly exitCode: ExitCode;
  constructor(message: string, exitCode: ExitCode = EXIT.usage) {
    super(message);
    this.exitCode = exitCode;
  }
}
