import type { Plan } from "../../../engine/plan.ts";
import { Secret, type Value, isObject, isSimulatedText } from "../../../policies/value.ts";
import type { StateResource } from "./support.ts";

/**
 * Replaces each simulated text by what the engine's provider returned for the same output of the same resource. An
 * input that is built on the right output, and in the right way, then equals the engine's.
 */
export function translation(plan: Plan, state: readonly StateResource[]): (text: string) => string {
  const byUrn = new Map(state.map((resource) => [resource.urn, resource]));
  const dictionary = new Map<string, string>();
  const collect = (simulated: Value | undefined, real: unknown): void => {
    if (typeof simulated === "string" && typeof real === "string" && isSimulatedText(simulated)) {
      dictionary.set(simulated, real);
      // A program may take the name out of an ARN.
      const [own, other] = [nameInArn(simulated), nameInArn(real)];
      if (own !== undefined && other !== undefined && isSimulatedText(own)) dictionary.set(own, other);
    } else if (Array.isArray(simulated) && Array.isArray(real))
      simulated.forEach((item: Value, index) => collect(item, real[index]));
    else if (simulated instanceof Secret) collect(simulated.value, revealed(real));
    else if (isObject(simulated) && typeof real === "object" && real !== null)
      for (const [key, item] of Object.entries(simulated)) collect(item, (real as Record<string, unknown>)[key]);
  };
  for (const { urn, outputs, custom } of plan.resources) {
    const resource = byUrn.get(urn);
    if (custom && resource !== undefined) collect(outputs, { ...resource.outputs, id: resource.id });
  }
  // The longest first: an ARN before the id inside it.
  const entries = [...dictionary].toSorted(([a], [b]) => b.length - a.length);
  return (text) =>
    isSimulatedText(text) ? entries.reduce((done, [simulated, real]) => done.replaceAll(simulated, real), text) : text;
}

function nameInArn(text: string): string | undefined {
  return /^arn:(?:[^:]*:){4}[^:/]+:([^:]+)$/.exec(text)?.[1];
}

/** A secret in state that was exported in plain text. */
function revealed(real: unknown): unknown {
  const { plaintext } = (real ?? {}) as { readonly plaintext?: string };
  return plaintext === undefined ? undefined : JSON.parse(plaintext);
}
