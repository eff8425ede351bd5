import { fileURLToPath } from "node:url";
import { encodePlan } from "../../../engine/plan-codec.ts";
import type { Plan, PlanResource } from "../../../engine/plan.ts";
import { type RecordOptions, recordProgram } from "../../../engine/record/index.ts";
import { RecordError } from "../../../engine/record/errors.ts";

export function corpus(program: string): string {
  return fileURLToPath(new URL(`../corpus/${program}`, import.meta.url));
}

export type Options = Partial<RecordOptions> & { readonly output?: string[] };

export function record(program: string, { output = [], ...options }: Options = {}): Promise<Plan> {
  return recordProgram({
    programDir: corpus(program),
    stack: "dev",
    onOutput: (line) => output.push(line),
    ...options,
  });
}

const recorded = new Map<string, Promise<Plan>>();

/** An in-process recording with default options, made once for all tests of a file. */
export function recordOnce(program: string): Promise<Plan> {
  let plan = recorded.get(program);
  if (plan === undefined) {
    plan = record(program, { frontEnd: "in-process" });
    recorded.set(program, plan);
  }
  return plan;
}

/** Bytes of the plan that each front end makes of a program. */
export async function recordBoth(
  program: string,
  options: Options = {},
): Promise<{ inProcess: string; foreign: string }> {
  const [inProcess, foreign] = await Promise.all([
    Object.keys(options).length === 0 ? recordOnce(program) : record(program, { ...options, frontEnd: "in-process" }),
    record(program, { ...options, frontEnd: "foreign" }),
  ]);
  return { inProcess: encodePlan(inProcess, { pretty: true }), foreign: encodePlan(foreign, { pretty: true }) };
}

export async function failureOf(program: string, options: Options): Promise<RecordError> {
  try {
    await record(program, options);
  } catch (error) {
    if (error instanceof RecordError) return error;
    throw error;
  }
  throw new Error(`${program} was recorded and should not have been`);
}

export function named(plan: Plan, name: string): PlanResource {
  const found = plan.resources.find((resource) => resource.name === name);
  if (found === undefined)
    throw new Error(`no resource "${name}" in ${plan.resources.map((one) => one.name).join(", ")}`);
  return found;
}
