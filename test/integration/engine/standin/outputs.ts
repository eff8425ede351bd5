import { bridgeValues } from "./bridge-outputs.ts";
import { simulate } from "../../../../engine/record/simulate.ts";
import { isPlainObject, toProperties, toWire, type Wire, type WireObject } from "./wire.ts";

/** A resource that a stand-in creates, and where. */
export interface Created {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: WireObject;
  readonly region: string | undefined;
  readonly accountId: string | undefined;
}

export interface Computed {
  readonly id: string;
  /** What the provider adds to the inputs. */
  readonly outputs: WireObject;
}

/**
 * What a provider computes. The `echo` set takes the recorder's own simulated values as data, so that state can be
 * compared value by value; the `bridge` set knows nothing of them.
 */
export function compute(flavour: string, resource: Created): Computed {
  return flavour === "bridge" ? bridgeValues(resource) : simulatedValues(resource);
}

function simulatedValues({ urn, type, name, inputs, region, accountId }: Created): Computed {
  const known = toProperties(inputs);
  const ownRegion = typeof known["region"] === "string" ? known["region"] : region;
  const { id, outputs } = simulate({
    urn,
    type,
    name,
    inputs: known,
    region: ownRegion,
    ...(accountId !== undefined && { accountId }),
  });
  return { id: id ?? `${name}-id`, outputs: toWire(outputs) as WireObject };
}

/** Inputs echoed, computed values beside them and, in objects, between them. An input wins. */
export function withComputed(inputs: WireObject, computed: WireObject): WireObject {
  const merged: WireObject = { ...inputs };
  for (const [key, value] of Object.entries(computed)) {
    const input = merged[key];
    if (input === undefined || input === null) merged[key] = value;
    else if (isPlainObject(input) && isPlainObject(value)) merged[key] = withComputed(input, value);
  }
  return merged;
}

/** The computed values as a preview has them: every text, number and flag not known. */
export function notYetKnown(value: Wire, unknown: Wire): Wire {
  if (isPlainObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, notYetKnown(item, unknown)]));
  return unknown;
}
