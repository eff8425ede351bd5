import { Identities } from "../policies/identity.ts";
import { toPointer } from "../policies/pointer.ts";
import { canonicalType } from "../policies/types.ts";
import type { Properties, Value } from "../policies/value.ts";
import { type Refer, compareValues } from "./compare/values.ts";
import { matchResources } from "./compare/match.ts";
import type { Plan, PlanResource, SourcePosition } from "./plan.ts";
import { STACK_TYPE } from "./urn.ts";

/** One difference between two plans. */
export interface Change {
  readonly kind: "added" | "removed" | "renamed" | "changed";
  readonly type: string;
  /** Logical identity, in the right plan where it has the resource. */
  readonly resource: string;
  /** JSON Pointer below the inputs, or below `$options`; empty for the whole resource. */
  readonly path: string;
  readonly left: Value | undefined;
  readonly right: Value | undefined;
  /** Its URN in the left plan, where that has it. */
  readonly leftUrn?: string;
  /** Where the program makes it: the right plan's line where it has one. */
  readonly source?: SourcePosition;
}

/**
 * What is different between two plans, resource by resource. Resources are matched by logical identity, so that
 * neither the names of the stacks nor the order in which things were registered make a difference.
 */
export function comparePlans(left: Plan, right: Plan): Change[] {
  const names = { left: new Identities(left.resources), right: new Identities(right.resources) };
  const refer: Refer = { left: (urn) => nameOf(urn, names.left), right: (urn) => nameOf(urn, names.right) };
  const { pairs, removed, added } = matchResources(left, right, names);
  return [
    ...removed.map((resource) => whole("removed", resource, identityOf(resource, names.left))),
    ...added.map((resource) => whole("added", resource, identityOf(resource, names.right))),
    ...pairs.flatMap(([from, to]) => compareResources(from, to, names, refer)),
  ];
}

/** A provider is one for all that use it, whatever stack its URN names; a resource is called by its logical identity. */
function nameOf(urn: string, names: Identities): string {
  return names.of(urn);
}

/** The stack's own resource is named after the stack. */
export function identityOf(resource: PlanResource, names: Identities): string {
  return resource.type === STACK_TYPE ? "stack outputs" : names.of(resource.urn);
}

function whole(kind: "added" | "removed", resource: PlanResource, identity: string): Change {
  return {
    kind,
    type: canonicalType(resource.type),
    resource: identity,
    path: "",
    left: kind === "removed" ? resource.type : undefined,
    right: kind === "added" ? resource.type : undefined,
    ...(kind === "removed" && { leftUrn: resource.urn }),
    ...place(resource),
  };
}

function compareResources(
  left: PlanResource,
  right: PlanResource,
  names: { readonly left: Identities; readonly right: Identities },
  refer: Refer,
): Change[] {
  const [from, to] = [identityOf(left, names.left), identityOf(right, names.right)];
  const about = { type: canonicalType(right.type), resource: to, leftUrn: left.urn, ...place(right) };
  const renamed: Change[] = from === to ? [] : [{ ...about, kind: "renamed", path: "", left: from, right: to }];
  const properties = compareValues(judged(left, refer.left), judged(right, refer.right), refer);
  return [
    ...renamed,
    ...properties.map(({ keys, left: before, right: after }): Change => ({
      ...about,
      kind: "changed",
      path: toPointer(keys),
      left: before,
      right: after,
    })),
  ];
}

/** Everything that makes a difference when the resource is deployed: inputs, and options that change what happens to it. */
function judged(resource: PlanResource, refer: (urn: string) => string): Properties {
  if (resource.type === STACK_TYPE) return resource.outputs ?? {};
  // Aliases tell where a resource comes from, and versions which plugin reads it; neither is deployed.
  const { aliases: _aliases, version: _version, deletedWith, ...options } = resource.options;
  const kept: Record<string, Value> = { ...(options as Properties) };
  if (deletedWith !== undefined) kept["deletedWith"] = refer(deletedWith);
  if (resource.provider !== undefined) kept["provider"] = refer(resource.provider);
  if (resource.dependencies.length > 0) kept["dependsOn"] = [...new Set(resource.dependencies.map(refer))].toSorted();
  if (resource.external) kept["external"] = true;
  return { ...resource.inputs, [OPTIONS]: kept };
}

/** No input is called so: names of inputs begin with a letter. */
export const OPTIONS = "$options";

function place({ source, declaredAt }: PlanResource): { readonly source?: SourcePosition } {
  const at = source ?? declaredAt;
  return at === undefined ? {} : { source: at };
}
