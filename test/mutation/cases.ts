import { buildExample } from "../../policies/examples.ts";
import { Property } from "../../policies/property.ts";
import { Resource, type ResourceData, Stack } from "../../policies/resource.ts";
import type { Example, Rule, StackContext } from "../../policies/rule.ts";
import { judge } from "../../policies/run.ts";
import { canonicalType, expandList } from "../../policies/types.ts";
import { type Properties, type Value, isObject } from "../../policies/value.ts";
import { EXTRA } from "./extra.ts";
import { declared, isCustomResource } from "./sdk.ts";

/** A small stack in which one resource, the target, is mutated. */
export interface Case {
  readonly rule: Rule;
  readonly resources: readonly ResourceData[];
  readonly target: number;
  readonly context: Omit<StackContext<unknown>, "stack">;
  /** What the rule says of other resources of the example before anything is changed. */
  readonly known?: ReadonlySet<string>;
}

/** Starting points for one type that are enough: more of them say the same again. */
const MOST_CASES = 6;

/**
 * Stacks in which the rule has no complaint and a resource of `type` takes part: the rule's passing examples
 * of the type, those in which one stands beside the subject, else an example of another type told as this one.
 */
export function startingPoints(rule: Rule, type: string, siblings: readonly string[]): Case[] {
  const examples = [...rule.examples.pass, ...(EXTRA[rule.id] ?? []).filter((one) => isFor(one, type))];
  const built = examples.map((example) => build(rule, example));
  const direct = built.flatMap((one) => withTarget(one, type));
  const retoldAs = direct.some(({ target }) => target === 0)
    ? examples.filter((example) => templatePath(type) !== undefined || example.type === undefined)
    : examples;
  const subjects = [...direct, ...retoldAs.flatMap((example) => adapted(rule, example, type))];
  const found = subjects.length > 0 ? subjects : built.flatMap((one) => withRelative(one, type, siblings));
  const harmless = [...found, ...found.flatMap(inlined)].flatMap(quiet);
  // What a rule lets pass in a test environment only is an exemption.
  const strict = harmless.filter(({ context }) => context.tier !== "nonprod");
  return (strict.length > 0 ? strict : harmless).slice(0, MOST_CASES);
}

/** An extra example is for the type that it names, and for those beside its subject. */
function isFor({ type: own, stack = [] }: Example, type: string): boolean {
  return [own ?? "", ...stack.map((one) => one.type)].some((token) => canonicalType(token) === type);
}

/** The case with what the rule says of it, if it says nothing of the subject. */
function quiet(one: Case): Case[] {
  const { complaints } = verdicts(one);
  const subject = `${one.resources[0]?.urn ?? ""} `;
  return [...complaints].some((key) => key.startsWith(subject)) ? [] : [{ ...one, known: complaints }];
}

/** The case with one of its other resources told as `type`, a kind of the same control that has the same inputs. */
function withRelative(one: Case, type: string, siblings: readonly string[]): Case[] {
  return one.resources.flatMap((resource, target) => {
    const from = canonicalType(resource.type);
    if (!siblings.includes(from) || from.split(":")[0] !== type.split(":")[0]) return [];
    const names = Object.keys(resource.inputs);
    const isSame = names.every((name) => declared(type, [name]) !== undefined);
    return isSame ? [retold(one, target, type)] : [];
  });
}

function retold(one: Case, target: number, type: string): Case {
  const old = one.resources[target] as ResourceData;
  const urn = old.urn.replace(`::${old.type}::`, `::${type}::`);
  const renamed = (urns: readonly string[]) => urns.map((other) => (other === old.urn ? urn : other));
  const resources = one.resources.map((data, index) => {
    const propertyDependencies = Object.fromEntries(
      Object.entries(data.propertyDependencies ?? {}).map(([name, urns]) => [name, renamed(urns)]),
    );
    return { ...data, propertyDependencies, ...(index === target && { type, urn }) };
  });
  return { ...one, resources, target };
}

/** A policy that stands beside the target told as the target's own, where the target can have one. */
function inlined(one: Case): Case[] {
  const target = one.resources[one.target];
  if (target === undefined || target.inputs["policy"] !== undefined) return [];
  if (declared(target.type, ["policy"]) === undefined) return [];
  return one.resources.flatMap((data, index) => {
    const { policy } = data.inputs;
    if (index === one.target || typeof policy !== "string") return [];
    const rest = { ...one, resources: one.resources.filter((other) => other !== data) };
    const moved = { ...rest, target: rest.resources.indexOf(target) };
    return [withInputs(moved, { ...target.inputs, policy }, "policy")];
  });
}

function build(rule: Rule, example: Example): Case {
  const { context } = buildExample(rule, example);
  const { stack, ...rest } = context;
  return { rule, resources: stack.resources.map(({ data }) => data), target: 0, context: rest };
}

function withTarget(one: Case, type: string): Case[] {
  return one.resources.flatMap((resource, target) =>
    canonicalType(resource.type) === type ? [{ ...one, target }] : [],
  );
}

/** The example with its subject told as `type`, where such a resource has the same inputs. */
function adapted(rule: Rule, example: Example, type: string): Case[] {
  const from = canonicalType(example.type ?? (rule.types[0] as string));
  if (
    from === type ||
    isCustomResource(type) ||
    !rule.types.includes(type) ||
    from.split(":")[0] !== type.split(":")[0]
  )
    return [];
  if (type.endsWith(":Secret") && from.endsWith(":ConfigMap")) {
    return secretInputs(example.inputs).map((inputs) => build(rule, { ...example, type, inputs }));
  }
  const inputs = type.startsWith("kubernetes:")
    ? kubernetesInputs(example.inputs, from, type)
    : Object.fromEntries(Object.entries(example.inputs).filter(([name]) => declared(type, [name]) !== undefined));
  return inputs === undefined ? [] : [build(rule, { ...example, type, inputs })];
}

/** Where a kind keeps its pod template. */
export function templatePath(type: string): readonly string[] | undefined {
  const kind = type.slice(type.lastIndexOf(":") + 1);
  if (kind === "Pod") return [];
  if (kind === "CronJob") return ["spec", "jobTemplate", "spec", "template"];
  return /^(Deployment|StatefulSet|DaemonSet|ReplicaSet|Job)$/.test(kind) ? ["spec", "template"] : undefined;
}

function kubernetesInputs(inputs: Properties, from: string, to: string): Properties | undefined {
  const [source, goal] = [templatePath(from), templatePath(to)];
  const [, apiVersion = "", kind = ""] = to.split(":");
  const identity = { apiVersion: apiVersion.replace(/^core\//, ""), kind };
  if (source === undefined && goal === undefined) return { ...inputs, ...identity };
  if (source === undefined || goal === undefined) return undefined;
  const template = valueAt(inputs, source);
  if (!isObject(template)) return undefined;
  if (goal.length === 0) {
    return { ...identity, metadata: merge(inputs["metadata"], template["metadata"]), spec: template["spec"] as Value };
  }
  const { spec, metadata } = template;
  const wrapped = goal.reduceRight<Value>((inner, name) => ({ [name]: inner }), {
    ...(metadata !== undefined && { metadata }),
    ...(spec !== undefined && { spec }),
  });
  return { ...identity, metadata: inputs["metadata"] ?? {}, ...(wrapped as Properties) };
}

/** A ConfigMap's text data as a Secret has it: plain in `stringData`, or in base64 in `data`. */
function secretInputs({ data, ...rest }: Properties): Properties[] {
  const secret = { ...rest, kind: "Secret" };
  return isObject(data)
    ? [
        { ...secret, stringData: data },
        { ...secret, data: encoded(data) },
      ]
    : [];
}

function encoded(data: Properties): Properties {
  const text = (value: Value) => (typeof value === "string" ? Buffer.from(value).toString("base64") : value);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, text(value)]));
}

function merge(left: Value | undefined, right: Value | undefined): Value {
  return { ...(isObject(left) ? left : {}), ...(isObject(right) ? right : {}) };
}

function valueAt(value: Value | undefined, keys: readonly string[]): Value | undefined {
  return keys.reduce<Value | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

/** The case with other inputs of the target; what was computed from an input that changed is forgotten. */
export function withInputs(one: Case, inputs: Properties, changed: string): Case {
  const data = one.resources[one.target] as ResourceData;
  const { [changed]: _old, ...outputs } = data.outputs ?? {};
  const { [changed]: _dependencies, ...propertyDependencies } = data.propertyDependencies ?? {};
  const value = inputs[changed];
  return withData(one, {
    ...data,
    inputs,
    propertyDependencies,
    outputs: value === undefined ? outputs : { ...outputs, [changed]: value },
    simulated: data.simulated?.filter((pointer) => !pointer.startsWith(`/${changed}`)),
  });
}

export function withData(one: Case, data: ResourceData): Case {
  return { ...one, resources: one.resources.map((other, index) => (index === one.target ? data : other)) };
}

export interface Verdicts {
  /** Where the rule says fail or undecided and did not before, as `urn pointer verdict`. */
  readonly complaints: ReadonlySet<string>;
  /** Those of them that say fail. */
  readonly violations: ReadonlySet<string>;
}

/** What the rule says of each resource of the stack that it judges, aliases and lists resolved as an engine does. */
export function verdicts({ rule, resources, context, known }: Case): Verdicts {
  const stack = new Stack(resources.flatMap(expandList).map((data) => new Resource(data)));
  const complaints = new Set<string>();
  const violations = new Set<string>();
  for (const resource of stack.resources) {
    if (!rule.types.includes(resource.type) && !rule.types.includes("*")) continue;
    const judgement = judge(rule, resource, { ...context, stack } as StackContext<unknown>, stack, {
      secretness: true,
    });
    for (const { verdict, property } of judgement.issues) {
      const key = `${resource.urn} ${property instanceof Property ? property.pointer : ""} ${verdict}`;
      if (known?.has(key) === true) continue;
      complaints.add(key);
      if (verdict === "fail") violations.add(key);
    }
  }
  return { complaints, violations };
}
