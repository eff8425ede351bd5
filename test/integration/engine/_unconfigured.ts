import type { Plan } from "../../../engine/plan.ts";
import type { PathKey } from "../../../policies/pointer.ts";
import { type Properties, UNKNOWN, type Value, isObject } from "../../../policies/value.ts";

/** The plan with these inputs unknown: as the engine has them while their provider is not configured. */
export function withUnknowns(
  plan: Plan,
  unknown: readonly { readonly urn: string; readonly path: readonly PathKey[] }[],
): Plan {
  const resources = plan.resources.map((resource) => {
    const paths = unknown.filter(({ urn }) => urn === resource.urn).map(({ path }) => path);
    return { ...resource, inputs: paths.reduce<Value>(withUnknown, resource.inputs) as Properties };
  });
  return { ...plan, resources };
}

function withUnknown(value: Value, [key, ...rest]: readonly PathKey[]): Value {
  if (key === undefined) return UNKNOWN;
  if (Array.isArray(value)) return value.map((item: Value, index) => (index === key ? withUnknown(item, rest) : item));
  if (!isObject(value)) return value;
  return { ...value, [key]: withUnknown(value[String(key)] ?? null, rest) };
}
