import { type Properties, Secret, type Value, isObject } from "../../policies/value.ts";
import { Sim, type SimulatedResource, type Simulator } from "./simulated/sim.ts";
import { simulators } from "./simulated/index.ts";
import { setKey } from "../set-key.ts";
import { type WireObject, toWire } from "./wire.ts";

/** What a provider might have returned. */
export interface Simulated {
  /** Missing where it depends on an input that is not known. */
  readonly id: string | undefined;
  /** Outputs beyond the inputs. */
  readonly outputs: Properties;
}

/**
 * Placeholder outputs of one resource: well formed, the same on every run, and recognisable, because every
 * text that is not computed from the inputs holds the token of `policies/value.ts`. What no table knows is
 * left out and stays unknown.
 */
export function simulate(resource: SimulatedResource): Simulated {
  const sim = new Sim(resource);
  const { id, ...outputs } = simulatorFor(resource.type)(sim);
  const known: Record<string, Value> = {};
  for (const key of Object.keys(outputs)) {
    const value = outputs[key];
    if (value !== undefined) known[key] = value;
  }
  if (isRegional(resource)) known["region"] ??= resource.region as string;
  const ownId = resource.id ?? id;
  return { id: typeof ownId === "string" ? ownId : undefined, outputs: known };
}

const GLOBAL_SERVICES = /^aws:(iam|cloudfront|route53|organizations|index|globalaccelerator)\//;

/** Whether the resource says in its outputs which region it is in. */
function isRegional({ type, inputs, region }: SimulatedResource): boolean {
  return (
    type.startsWith("aws:") && region !== undefined && inputs["region"] === undefined && !GLOBAL_SERVICES.test(type)
  );
}

function simulatorFor(type: string): Simulator {
  const exact = simulators.byType[type];
  if (exact !== undefined) return exact;
  const colon = type.indexOf(":");
  return simulators.byPackage[type.slice(0, colon)] ?? simulators.fallback;
}

/**
 * The state that a program sees: its inputs, with the simulated outputs beside them and, in maps, between
 * them. An input wins over an output of the same name, as the provider would echo it.
 */
export function mergeOutputs(
  object: WireObject,
  inputs: Properties,
  outputs: Properties,
  secretOutputs: readonly string[],
): WireObject {
  const state = { ...object };
  for (const key of Object.keys(outputs)) {
    const output = outputs[key] as Value;
    const input = inputs[key];
    if (input === undefined || input === null) setKey(state, key, toWire(output));
    else if (isObject(input) && isObject(output)) setKey(state, key, toWire(mergeMaps(input, output)));
  }
  for (const key of secretOutputs) {
    const value = inputs[key] ?? outputs[key];
    if (Object.hasOwn(state, key) && !(value instanceof Secret)) setKey(state, key, toWire(new Secret(value ?? null)));
  }
  return state;
}

function mergeMaps(input: Properties, output: Properties): Properties {
  const merged: Record<string, Value> = { ...output, ...input };
  for (const key of Object.keys(output)) {
    const inner = input[key];
    if (inner === undefined || inner === null) merged[key] = output[key] as Value;
    else if (isObject(inner) && isObject(output[key])) merged[key] = mergeMaps(inner, output[key]);
  }
  return merged;
}
