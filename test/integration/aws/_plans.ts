import type { PlanResource } from "../../../engine/plan.ts";
import { recordProgram } from "../../../engine/record/index.ts";
import { Asset, SIMULATED_TOKEN, Secret, Unknown, type Value } from "../../../policies/value.ts";
import accountRuns from "../../../bootstrap/rampart.runs.ts";
import runs from "../../../rampart.runs.ts";

export interface PlannedResource {
  readonly run: string;
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** As the provider gets them, secrets uncovered. What is not known is a placeholder too. */
  readonly inputs: Readonly<Record<string, any>>;
  readonly dependencies: readonly string[];
}

let recorded: Promise<PlannedResource[]> | undefined;

/** Every AWS resource that the systems make in their environments, and the account beneath them. Recorded once for all tests. */
export function plannedResources(): Promise<PlannedResource[]> {
  recorded ??= record();
  return recorded;
}

async function record(): Promise<PlannedResource[]> {
  const all: PlannedResource[] = [];
  const programs = [
    ...runs.map((run) => ({ programDir: ".", ...run })),
    ...accountRuns.map((run) => ({ programDir: "bootstrap", ...run })),
  ];
  for (const { name, ...run } of programs) {
    const plan = await recordProgram({ ...run, onOutput: () => {} });
    all.push(...plan.resources.filter(isManaged).map((resource) => planned(name, resource)));
  }
  return all;
}

function isManaged({ type, custom, external }: PlanResource): boolean {
  return custom && !external && type.startsWith("aws:");
}

function planned(run: string, { type, name, urn, inputs, dependencies }: PlanResource): PlannedResource {
  return { run, type, name, urn, inputs: plain(inputs) as Record<string, any>, dependencies };
}

function plain(value: Value | undefined): unknown {
  if (value instanceof Secret) return plain(value.value);
  if (value instanceof Unknown) return `${SIMULATED_TOKEN}0`;
  if (value instanceof Asset) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
