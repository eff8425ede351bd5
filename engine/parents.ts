import type { PlanResource } from "./plan.ts";

/** No program nests components so deeply; a file that says so would overflow the stack of whoever climbs. */
const DEEPEST = 500;

/**
 * What is wrong with the parents of a plan that came from a file: a resource that is its own ancestor, or a chain
 * without end in sight. Who climbs from a resource to its parents may rely on neither.
 */
export function parentFault(
  resources: readonly PlanResource[],
): { readonly index: number; readonly complaint: string } | undefined {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  for (const [index, resource] of resources.entries()) {
    let depth = 0;
    for (let at = parentOf(resource, byUrn); at !== undefined; at = parentOf(at, byUrn)) {
      depth += 1;
      if (at === resource) return { index, complaint: "makes the resource its own ancestor" };
      if (depth > DEEPEST) return { index, complaint: `has more than ${DEEPEST} ancestors, or they form a circle` };
    }
  }
  return undefined;
}

function parentOf({ parent }: PlanResource, byUrn: ReadonlyMap<string, PlanResource>): PlanResource | undefined {
  return parent === undefined ? undefined : byUrn.get(parent);
}
