import type { FailureReport } from "./errors.ts";
import type { MonitorOptions } from "./recorded.ts";
import type { Position } from "./user-frames.ts";

/** What the process that runs a program is told. It travels through a pipe, because it holds secrets. */
export interface Job extends MonitorOptions {
  readonly secretKeys: readonly string[];
  readonly organization: string;
  /** The entry file, absolute. */
  readonly main: string;
  /** Value of `program.folder` in the plan. */
  readonly folder: string;
  /** Whether the process waits for another job afterwards, if the program leaves nothing behind that another could see. */
  readonly mayWait: boolean;
}

/** What a process that waits for another job prints last on both of its outputs, behind whatever the program printed. */
export const END_OF_OUTPUT = "\0rampart: end of the output of this run\0";

/** What that process reports, one JSON text a line. */
export type Report =
  /** A plan as JSON. `waits`: the process waits for another job. */
  | { readonly plan: unknown; readonly waits?: true }
  | { readonly failure: FailureReport }
  /** How a program in another process ended: what it constructed, and where it called `process.exit`. */
  | { readonly constructed: readonly (Position | null)[] }
  | { readonly exit: { readonly code: number; readonly frame?: string } };

/** The environment by which every copy of the SDK knows the project, the stack and its configuration. */
export function sdkEnvironment(
  job: Pick<Job, "project" | "stack" | "organization" | "programDir" | "config" | "secretKeys">,
): NodeJS.ProcessEnv {
  return {
    PULUMI_NODEJS_ORGANIZATION: job.organization,
    PULUMI_NODEJS_PROJECT: job.project,
    PULUMI_NODEJS_ROOT_DIRECTORY: job.programDir,
    PULUMI_NODEJS_STACK: job.stack,
    PULUMI_NODEJS_DRY_RUN: "true",
    PULUMI_NODEJS_PARALLEL: "64",
    // Tells a program that nothing will be deployed, so that it may work with stand-in values.
    RAMPART_OFFLINE: "1",
    PULUMI_CONFIG: JSON.stringify(job.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(job.secretKeys),
  };
}
