import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { type Properties, Secret, type Value, isObject } from "../../policies/value.ts";
import { Sim, type SimulatedResource, type Simulator } from "./simulated/sim.ts";
import { simulators } from "./simulated/index.ts";
import { structProto } from "./protos.ts";
import { toMessage } from "./wire.ts";

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
  object: Struct | undefined,
  inputs: Properties,
  outputs: Properties,
  secretOutputs: readonly string[],
): Struct {
  const state = new structProto.Struct();
  const fields = state.getFieldsMap();
  object?.getFieldsMap().forEach((field, key) => fields.set(key, field));
  for (const key of Object.keys(outputs)) {
    const output = outputs[key] as Value;
    const input = inputs[key];
    if (input === undefined || input === null) fields.set(key, toMessage(output));
    else if (isObject(input) && isObject(output)) fields.set(key, toMessage(mergeMaps(input, output)));
  }
  for (const key of secretOutputs) {
    const value = inputs[key] ?? outputs[key];
    const field = fields.get(key);
    if (field !== undefined && !(value instanceof Secret)) fields.set(key, toMessage(new Secret(value ?? null)));
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
