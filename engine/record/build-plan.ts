import { type Properties, Secret, Unknown, type Value, isObject, isSimulatedText } from "../../policies/value.ts";
import { type PathKey, toPointer } from "../../policies/pointer.ts";
import { PLAN_SCHEMA_VERSION, type Plan, type PlanInvoke, type PlanResource } from "../plan.ts";
import type { Monitor } from "./monitor.ts";
import type { Recorded, RecordedInvoke } from "./recorded.ts";

/** The plan of what a monitor recorded, in an order and with contents that do not depend on timing. */
export function buildPlan(monitor: Monitor, folder: string): Plan {
  const { project, stack, mode } = monitor.options;
  return {
    schemaVersion: PLAN_SCHEMA_VERSION,
    program: { project, folder },
    stack,
    mode,
    resources: inOrder(monitor.resources).map((recorded) => planResource(recorded, monitor.resources)),
    invokes: planInvokes(monitor.invokes),
  };
}

/** Parents before children, siblings by URN: a component is followed by what it made. */
function inOrder(resources: ReadonlyMap<string, Recorded>): Recorded[] {
  const children = new Map<string | undefined, Recorded[]>();
  for (const resource of resources.values()) {
    const parent = resource.parent !== undefined && resources.has(resource.parent) ? resource.parent : undefined;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [resource]);
    else siblings.push(resource);
  }
  const ordered: Recorded[] = [];
  const visit = (parent: string | undefined): void => {
    for (const child of (children.get(parent) ?? []).toSorted((a, b) => compare(a.urn, b.urn))) {
      ordered.push(child);
      visit(child.urn);
    }
  };
  visit(undefined);
  return ordered;
}

function planResource(recorded: Recorded, resources: ReadonlyMap<string, Recorded>): PlanResource {
  const { urn, type, name, custom, external, opaque, parent, provider, inputs, outputs, options, positions } = recorded;
  const propertyDependencies: Record<string, readonly string[]> = {};
  for (const [property, urns] of [...recorded.propertyDependencies].toSorted(([a], [b]) => compare(a, b))) {
    if (urns.length > 0) propertyDependencies[property] = sortedSet(urns);
  }
  return {
    urn,
    type,
    name,
    custom,
    external,
    ...(opaque && { opaque }),
    ...(parent !== undefined && { parent }),
    ...(provider !== undefined && { provider }),
    inputs,
    ...(outputs !== undefined && Object.keys(outputs).length > 0 && { outputs: sortKeys(outputs) }),
    dependencies: sortedSet(recorded.dependencies),
    propertyDependencies,
    options,
    ...leaves(inputs, propertyDependencies, resources),
    ...(positions.source !== undefined && { source: positions.source }),
    ...(positions.declaredAt !== undefined && { declaredAt: positions.declaredAt }),
  };
}

function leaves(
  inputs: Properties,
  propertyDependencies: Readonly<Record<string, readonly string[]>>,
  resources: ReadonlyMap<string, Recorded>,
): Pick<PlanResource, "unknown" | "secret" | "simulated"> {
  const found = { unknown: [] as string[], secret: [] as string[], simulated: [] as string[] };
  const keys: PathKey[] = [];
  let computed: ReadonlySet<Value> = NONE;
  const visit = (value: Value): void => {
    if (value instanceof Secret) {
      found.secret.push(toPointer(keys));
      if (value.value !== undefined) visit(value.value);
    } else if (value instanceof Unknown) found.unknown.push(toPointer(keys));
    else if (typeof value === "string") {
      if (isSimulatedText(value)) found.simulated.push(toPointer(keys));
    } else if (typeof value === "number" || typeof value === "boolean") {
      if (computed.has(value)) found.simulated.push(toPointer(keys));
    } else if (Array.isArray(value)) {
      value.forEach((item: Value, index) => within(index, item));
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) within(key, value[key] as Value);
    }
  };
  const within = (key: PathKey, value: Value): void => {
    keys.push(key);
    visit(value);
    keys.pop();
  };
  for (const property of Object.keys(inputs)) {
    computed = simulatedNumbers(propertyDependencies[property] ?? [], resources);
    within(property, inputs[property] as Value);
  }
  return found;
}

const NONE: ReadonlySet<Value> = new Set();

/** Numbers and booleans that the tables made up for these resources: they carry no token to know them by. */
function simulatedNumbers(urns: readonly string[], resources: ReadonlyMap<string, Recorded>): ReadonlySet<Value> {
  const numbers = new Set<Value>();
  const collect = (value: Value | undefined): void => {
    if (typeof value === "number" || typeof value === "boolean") numbers.add(value);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (isObject(value)) Object.values(value).forEach(collect);
  };
  for (const urn of urns) {
    const resource = resources.get(urn);
    // What a read or a component returned came from a fixture or the program, not from the tables.
    if (resource !== undefined && resource.custom && !resource.external) collect(resource.outputs);
  }
  return numbers.size === 0 ? NONE : numbers;
}

/** Each call once, however often and in whatever order it was made. */
function planInvokes(invokes: readonly RecordedInvoke[]): PlanInvoke[] {
  const unique = new Map<string, PlanInvoke>();
  for (const { token, args, answer } of invokes)
    unique.set(`${token} ${JSON.stringify(args)}`, { token, args, answer });
  return [...unique].toSorted(([a], [b]) => compare(a, b)).map(([, invoke]) => invoke);
}

function sortedSet(urns: readonly string[]): string[] {
  return [...new Set(urns)].toSorted(compare);
}

function sortKeys(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).toSorted(([a], [b]) => compare(a, b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
