/** The offline engine for programs: record, evaluate, read and write plans. */
export { type EvaluateOptions, type Evaluation, evaluate } from "./evaluate.ts";
export type { Finding, Summary } from "./finding.ts";
export type { Plan, PlanResource, SourcePosition } from "./plan.ts";
export { decodePlan, encodePlan } from "./plan-codec.ts";
export { RecordError } from "./record/errors.ts";
export { type RecordOptions, recordProgram } from "./record/index.ts";
export { RecordingProcesses } from "./record/recording-processes.ts";
