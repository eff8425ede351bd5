import { type ReadManifests, readManifests } from "../engine/inputs/manifests.ts";
import { readPreview } from "../engine/inputs/preview-events.ts";
import { readState } from "../engine/inputs/state.ts";
import { decodePlan } from "../engine/plan-codec.ts";
import { PlanError } from "../engine/plan-reader.ts";
import type { Plan } from "../engine/plan.ts";
import { UserError } from "./exit-codes.ts";
import { linesOf } from "../engine/inputs/lines.ts";
import { repeatable } from "./options.ts";
import { InputError, STDIN, nameOf, readManifestFiles, readText, streamText } from "./read-inputs.ts";
import { Option } from "commander";

/** Flags that name what another tool wrote; the same for every command that reads such files. */
export interface InputFlags {
  readonly plan?: readonly string[];
  readonly state?: readonly string[];
  readonly preview?: readonly string[];
  readonly manifests?: readonly string[];
  readonly environment?: string;
  readonly tier?: "prod" | "nonprod";
}

export function inputOptions(): Option[] {
  return [
    repeatable("--plan <file>", "a recorded plan, or a batch with one plan a line (*.jsonl; - for stdin)"),
    repeatable("--state <file>", "what `pulumi stack export` wrote; encrypted secrets stay undecided"),
    repeatable("--preview <file>", "what `pulumi preview --json` or `--event-log` wrote"),
    repeatable("--manifests <path>", "Kubernetes YAML: a file, a folder, or - for stdin"),
    new Option("--tier <tier>", "the tier of input that declares none (default: judged as prod)").choices([
      "prod",
      "nonprod",
    ]),
  ];
}

/** Every file that is named, of whatever kind. */
export function inputFiles({ plan = [], state = [], preview = [], manifests = [] }: InputFlags): string[] {
  const files = [...plan, ...state, ...preview, ...manifests];
  if (files.filter((file) => file === STDIN).length > 1) {
    throw new UserError('only one input can be "-": standard input is read once');
  }
  return files;
}

export function isBatch(file: string): boolean {
  return file === STDIN || /\.(jsonl|ndjson)$/.test(file);
}

/** A plan, or why there is none. The other inputs are read all the same. */
export type ReadPlan =
  | { readonly plan: Plan; readonly input?: string; readonly positionOf?: ReadManifests["positionOf"] }
  | { readonly fault: string }
  | { readonly remark: string };

/** The plans of every input, one at a time, with the environment and tier of the flags where they declare none. */
export async function* readPlans(flags: InputFlags): AsyncGenerator<ReadPlan> {
  for (const file of flags.plan ?? []) {
    yield* isBatch(file)
      ? readLines(file, flags)
      : guarded(file, flags, (text, source) => [{ plan: decodePlan(text, { source }), input: source }]);
  }
  for (const file of flags.state ?? []) {
    yield* guarded(file, flags, (text, source) => [{ plan: readState(text, source), input: source }]);
  }
  for (const file of flags.preview ?? []) {
    yield* guarded(file, flags, (text, source) => {
      const { plan, incomplete } = readPreview(text, source);
      const fault = `${source}: the preview is not complete: ${incomplete}; only what it saw is judged`;
      return incomplete === undefined ? [{ plan, input: source }] : [{ fault }, { plan, input: source }];
    });
  }
  if (flags.manifests !== undefined) yield* readAllManifests(flags.manifests, flags);
}

async function* guarded(
  file: string,
  flags: InputFlags,
  read: (text: string, source: string) => ReadPlan[],
): AsyncGenerator<ReadPlan> {
  try {
    const { text, source } = await readText(file);
    for (const one of read(text, source)) yield declare(one, flags);
  } catch (error) {
    if (!(error instanceof PlanError) && !(error instanceof InputError)) throw error;
    yield { fault: error.message };
  }
}

async function* readLines(file: string, flags: InputFlags): AsyncGenerator<ReadPlan> {
  try {
    for await (const line of readBatch(file, flags)) {
      if ("error" in line) {
        const { complaint, position } = line.error;
        yield { fault: `${file}:${line.index + 1}:${position.column}: ${complaint}` };
      } else yield { plan: { ...line.plan, stack: `line ${line.index + 1}: ${line.plan.stack}` }, input: nameOf(file) };
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    yield { fault: error.message };
  }
}

export type BatchLine = { readonly index: number } & ({ readonly plan: Plan } | { readonly error: PlanError });

/** One plan a line, with the memory of one. Throws an `InputError` when the file cannot be read. */
export async function* readBatch(file: string, flags: InputFlags): AsyncGenerator<BatchLine> {
  let index = 0;
  for await (const line of linesOf(streamText(file))) {
    yield { index, ...readLine(line, file, flags) };
    index += 1;
  }
}

function readLine(line: string, source: string, flags: InputFlags): { plan: Plan } | { error: PlanError } {
  try {
    return { plan: declared(decodePlan(line, { source }), flags) };
  } catch (error) {
    if (error instanceof PlanError) return { error };
    throw error;
  }
}

async function* readAllManifests(paths: readonly string[], flags: InputFlags): AsyncGenerator<ReadPlan> {
  const read = await Promise.all(paths.map(readManifestFiles));
  for (const { message } of read.flatMap(({ errors }) => errors)) yield { fault: message };
  const { plan, faults, skipped, positionOf } = readManifests(read.flatMap(({ files }) => files));
  for (const fault of faults) yield { fault };
  if (skipped.length > 0) yield { remark: `left out, as they hold no Kubernetes object: ${skipped.join(", ")}` };
  // A folder of which nothing could be read must not be judged clean; a file alone has a fault of its own.
  if (plan.resources.length > 0) yield declare({ plan, positionOf }, flags);
  else if (faults.length === 0 && read.every(({ errors }) => errors.length === 0)) {
    yield { fault: `${paths.join(", ")}: holds no Kubernetes object, so nothing was judged` };
  }
}

function declare(one: ReadPlan, flags: InputFlags): ReadPlan {
  return "plan" in one ? { ...one, plan: declared(one.plan, flags) } : one;
}

function declared(plan: Plan, { environment, tier }: InputFlags): Plan {
  return {
    ...plan,
    ...(plan.environment === undefined && environment !== undefined && { environment }),
    ...(plan.tier === undefined && tier !== undefined && { tier }),
  };
}
