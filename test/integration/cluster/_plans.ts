import { recordProgram } from "../../../engine/record/index.ts";
import type { PlanResource } from "../../../engine/plan.ts";
import { Secret, type Value } from "../../../policies/value.ts";
import runs from "../../../rampart.runs.ts";
import type { KubernetesObject } from "./_objects.ts";

export interface PlannedObject {
  /** Of the resource in the program. */
  readonly urn: string;
  readonly object: KubernetesObject;
  /** A patch takes over fields of an object that others made. */
  readonly patch: boolean;
}

export const runNames = runs.map(({ name }) => name);

/** The Kubernetes objects of one run, as the provider would send them; namespaces and accounts first. */
export async function plannedObjects(name: string): Promise<PlannedObject[]> {
  const run = runs.find((one) => one.name === name);
  if (run === undefined) throw new Error(`there is no run ${name}`);
  const plan = await recordProgram({ programDir: ".", stack: run.stack, config: run.config, onOutput: () => {} });
  return plan.resources
    .filter(({ type, custom }) => custom && type.startsWith("kubernetes:"))
    .map(plannedObject)
    .toSorted((a, b) => rank(a.object) - rank(b.object));
}

/** What others need comes first. */
function rank({ kind }: KubernetesObject): number {
  const at = [
    "Namespace",
    "ResourceQuota",
    "LimitRange",
    "ConfigMap",
    "ServiceAccount",
    "ValidatingAdmissionPolicy",
  ].indexOf(kind);
  return at < 0 ? 99 : at;
}

function plannedObject({ urn, type, name, inputs }: PlanResource): PlannedObject {
  return { urn, patch: type.endsWith("Patch"), object: objectOf({ type, name, inputs }) };
}

/** The object that the provider would send for a resource. */
export function objectOf({ type, name, inputs }: Pick<PlanResource, "type" | "name" | "inputs">): KubernetesObject {
  const [, groupVersion = "", kind = ""] = type.split(":");
  const { metadata, ...fields } = plain(inputs) as Record<string, any>;
  // The provider reads these itself and never sends them.
  const annotations = Object.entries((metadata?.annotations ?? {}) as Record<string, string>).filter(
    ([key]) => !key.startsWith("pulumi.com/"),
  );
  return {
    ...fields,
    apiVersion: groupVersion.replace(/^core\//, ""),
    kind: kind.replace(/Patch$/, ""),
    metadata: { name: `${name}-0a0b0c0d`, ...metadata, annotations: Object.fromEntries(annotations) },
  };
}

function plain(value: Value | undefined): unknown {
  if (value instanceof Secret) return plain(value.value);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new Error("a value of the plan is not known");
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
