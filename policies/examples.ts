import { type PathKey, toPointer } from "./pointer.ts";
import { Resource, type ResourceData, Stack } from "./resource.ts";
import type { Context, Example, ExampleResource, Rule, StackContext } from "./rule.ts";
import { Asset, type Properties, Reference, SIMULATED_TOKEN, Secret, UNKNOWN, type Value, isObject } from "./value.ts";

/** The name of the resource under judgement, for `ref("subject")` in the resources around it. */
const SUBJECT = "subject";

const REFERENCE = /^rampart:example:([^#]+)#(.+)$/;

/** In the inputs of an example: the `output` of the example's resource `name`, as if the program had passed it on. */
export function ref(name: string, output = "id"): Reference {
  return new Reference(`rampart:example:${name}#${output}`);
}

/** The text of a policy document with these statements. */
export function policyText(...statements: readonly Value[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** An example made into what a check is given. */
export interface ExampleCase {
  readonly resource: Resource;
  readonly context: StackContext<unknown> & Context<unknown>;
}

/**
 * Builds the resources of an example. In mode `simulate` a `ref` becomes the output's text, in mode
 * `preview` it is unknown; both record the dependency, as an engine would.
 */
export function buildExample(rule: Rule, example: Example, mode: "simulate" | "preview" = "simulate"): ExampleCase {
  const subjectType = example.type ?? rule.types[0] ?? "";
  const subject: ExampleResource = { type: subjectType, name: SUBJECT, inputs: example.inputs };
  const all = [subject, ...(example.stack ?? [])];
  const targets = new Map<string, Target>();
  for (const { name, type, outputs } of all) {
    targets.set(name, { urn: urnOf(type, name), outputs: { ...identity(type, name), ...outputs } });
  }
  const resolved = all.map(({ inputs }) => resolveReferences(inputs, targets, mode));
  const resources = all.map(({ type, name }, index) => {
    const { inputs, propertyDependencies, simulated } = resolved[index] as Resolved;
    const data: ResourceData = {
      urn: urnOf(type, name),
      type,
      name,
      inputs,
      propertyDependencies,
      simulated,
      custom: true,
      options: name === SUBJECT ? example.options : undefined,
      outputs: mode === "simulate" ? { ...inputs, ...targets.get(name)?.outputs } : undefined,
    };
    return new Resource(data);
  });
  const context = {
    config: rule.config?.parse(example.config ?? {}) ?? {},
    environment: undefined,
    tier: example.tier ?? "unknown",
    mode,
    stack: new Stack(resources),
  } as const;
  return { resource: resources[0] as Resource, context };
}

const urnOf = (type: string, name: string): string => `urn:pulumi:example::example::${type}::${name}`;

function identity(type: string, name: string): Properties {
  if (!type.startsWith("aws:")) return { id: `${name}-${SIMULATED_TOKEN}0` };
  const service = type.slice("aws:".length, type.indexOf("/"));
  const unique = `${name}-${SIMULATED_TOKEN}0`;
  return { id: unique, arn: `arn:aws:${service}:eu-central-1:111122223333:${unique}` };
}

interface Target {
  readonly urn: string;
  /** The outputs given, and each other one that something refers to. */
  readonly outputs: Record<string, Value>;
}

interface Resolved {
  readonly inputs: Properties;
  readonly propertyDependencies: Record<string, string[]>;
  readonly simulated: readonly string[];
}

function resolveReferences(inputs: Properties, targets: Map<string, Target>, mode: string): Resolved {
  const propertyDependencies: Record<string, string[]> = {};
  const simulated: string[] = [];

  function resolve(value: Value, keys: readonly PathKey[]): Value {
    if (value instanceof Reference) {
      const [, name, output] = REFERENCE.exec(value.urn) ?? [];
      const target = targets.get(name ?? "");
      if (target === undefined || output === undefined) {
        throw new Error(`An example refers to "${name ?? value.urn}", which is no resource of its stack`);
      }
      (propertyDependencies[String(keys[0])] ??= []).push(target.urn);
      if (mode === "preview") return UNKNOWN;
      simulated.push(toPointer(keys));
      return (target.outputs[output] ??= `${name}-${output}-${SIMULATED_TOKEN}0`);
    }
    if (Array.isArray(value)) return value.map((item: Value, index) => resolve(item, [...keys, index]));
    if (value instanceof Secret) return value.value === undefined ? value : new Secret(resolve(value.value, keys));
    if (value instanceof Asset || !isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, [...keys, key])]));
  }

  return { inputs: resolve(inputs, []) as Properties, propertyDependencies, simulated };
}
