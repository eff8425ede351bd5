import type { Plan, PlanResource } from "./plan.ts";

/** One row of an overview: an outermost component and what it made. */
export interface ComponentRow {
  /** The component's name; for resources outside any component, their own service. */
  readonly name: string;
  /** Last part of the component's token, such as `Database`; empty for resources outside any component. */
  readonly kind: string;
  readonly resources: number;
}

const STACK_TYPE = "pulumi:pulumi:Stack";

/** Groups a plan's resources by their outermost component, in the order of the plan. */
export function groupByComponent(plan: Plan): {
  readonly rows: readonly ComponentRow[];
  readonly rowOf: ReadonlyMap<string, string>;
} {
  const byUrn = new Map(plan.resources.map((resource) => [resource.urn, resource]));
  const rows = new Map<string, { name: string; kind: string; resources: number }>();
  const rowOf = new Map<string, string>();
  for (const resource of plan.resources) {
    if (resource.type === STACK_TYPE) continue;
    const outermost = outermostOf(resource, byUrn);
    const inComponent = !outermost.custom;
    const key = inComponent ? outermost.urn : serviceOf(outermost.type);
    const name = inComponent ? outermost.name : serviceOf(outermost.type);
    const row = rows.get(key) ?? {
      name,
      kind: inComponent ? (outermost.type.split(":").pop() ?? "") : "",
      resources: 0,
    };
    row.resources += 1;
    rows.set(key, row);
    rowOf.set(resource.urn, name);
  }
  return { rows: [...rows.values()], rowOf };
}

function outermostOf(resource: PlanResource, byUrn: ReadonlyMap<string, PlanResource>): PlanResource {
  let current = resource;
  for (;;) {
    const parent = current.parent === undefined ? undefined : byUrn.get(current.parent);
    if (parent === undefined || parent.type === STACK_TYPE) return current;
    current = parent;
  }
}

/** `aws:rds/instance:Instance` is of service `aws rds`. */
function serviceOf(type: string): string {
  const [provider = "", module = ""] = type.split(":");
  return `${provider} ${module.split("/")[0]}`.trim();
}
