import type { PathKey } from "../../policies/pointer.ts";
import { type Properties, type Value, isObject } from "../../policies/value.ts";
import { templatePath } from "./cases.ts";

/** The one step of a path in the catalogue: a name, and whether it names a list of which each item is meant. */
interface Step {
  readonly name: string;
  readonly list: boolean;
}

/** A path of the catalogue, told for one type. */
export interface InputPath {
  readonly steps: readonly Step[];
  /** The names without list marks, as vocabulary and SDK know them. */
  readonly names: readonly string[];
  /** Which of the pod's container lists, if any. */
  readonly containers?: "containers" | "initContainers" | "ephemeralContainers";
}

const CONTAINER_LISTS = ["containers", "initContainers", "ephemeralContainers"] as const;

/** The paths that an input of the catalogue stands for in a type: none where a macro does not fit the type. */
export function pathsOf(input: string, type: string): InputPath[] {
  const template = templatePath(type);
  const words = input.split(".");
  const [first = ""] = words;
  if (first === "podSpec" || first === "podMeta") {
    if (template === undefined) return [];
    words.splice(0, 1, ...template, first === "podSpec" ? "spec" : "metadata");
  }
  const at = words.indexOf("allContainers[]");
  if (at < 0) return [told(words)];
  return CONTAINER_LISTS.map((containers) => ({
    ...told(words.map((word, index) => (index === at ? `${containers}[]` : word))),
    containers,
  }));
}

function told(words: readonly string[]): InputPath {
  const steps = words.map((word) => ({ name: word.replace(/\[\]$/, ""), list: word.endsWith("[]") }));
  return { steps, names: steps.map(({ name }) => name) };
}

/** One place in the inputs of a case. */
export interface Site {
  /** `first`: an item of the lists on the way as it stands. `second`: a copy of that item, put at the end of its list. */
  readonly position: "first" | "second";
  /** Which item, so that the places in one item can be told from those in another. */
  readonly item: string;
  readonly inputs: Properties;
  readonly keys: readonly PathKey[];
}

/** Items of one list that are enough. */
const MOST_ITEMS = 3;

/** The places that a path stands for in these inputs; lists that are not there are made. */
export function sitesOf(inputs: Properties, { steps }: InputPath): Site[] {
  return itemsOn(inputs, steps, []).flatMap((keys) => {
    const item = keys.filter((key) => typeof key === "number").join(".");
    const sites: Site[] = [{ position: "first", item, inputs, keys }];
    keys.forEach((key, index) => {
      if (typeof key !== "number") return;
      const list = keys.slice(0, index);
      const items = get(inputs, list);
      if (items !== undefined && !Array.isArray(items)) return;
      const before: readonly Value[] = items === undefined ? [{}] : (items as readonly Value[]);
      const copied = before[key];
      if (copied === undefined) return;
      const grown = put(inputs, list, [...before, renamed(copied)]);
      sites.push({ position: "second", item, inputs: grown, keys: keys.with(index, before.length) });
    });
    return sites;
  });
}

function itemsOn(inputs: Properties, [step, ...rest]: readonly Step[], before: readonly PathKey[]): PathKey[][] {
  if (step === undefined) return [[...before]];
  const keys = [...before, step.name];
  if (!step.list) return itemsOn(inputs, rest, keys);
  const items = get(inputs, keys);
  const count = Array.isArray(items) ? Math.min(Math.max(items.length, 1), MOST_ITEMS) : 1;
  return Array.from({ length: count }, (_, index) => itemsOn(inputs, rest, [...keys, index])).flat();
}

/** Two items of a list often may not have the same name. */
function renamed(item: Value): Value {
  return isObject(item) && typeof item["name"] === "string" ? { ...item, name: `${item["name"]}-second` } : item;
}

/** Puts a container like the first one into another list of the pod, so that only the list differs. */
export function withContainerList(inputs: Properties, path: InputPath): Properties {
  if (path.containers === undefined || path.containers === "containers") return inputs;
  const at = path.names.indexOf(path.containers);
  const pod = path.names.slice(0, at);
  const containers = get(inputs, [...pod, "containers"]);
  const [first] = Array.isArray(containers) ? (containers as readonly Value[]) : [];
  const own = get(inputs, [...pod, path.containers]);
  if (first === undefined || own !== undefined) return inputs;
  return put(inputs, [...pod, path.containers], [isObject(first) ? { ...first, name: "other" } : first]);
}

export function get(value: Value | undefined, keys: readonly PathKey[]): Value | undefined {
  let inner = value;
  for (const key of keys) {
    if (Array.isArray(inner) && typeof key === "number") inner = (inner as readonly Value[])[key];
    else if (isObject(inner)) inner = inner[key];
    else return undefined;
  }
  return inner;
}

/** `inputs` with `value` at `keys`, and objects and lists made on the way; `undefined` takes the key out. */
export function put(inputs: Properties, keys: readonly PathKey[], value: Value | undefined): Properties {
  return putInto(inputs, keys, value) as Properties;
}

function putInto(target: Value | undefined, keys: readonly PathKey[], value: Value | undefined): Value | undefined {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (typeof key === "number") {
    const items = Array.isArray(target) ? [...(target as readonly Value[])] : [];
    while (items.length < key) items.push({});
    items[key] = putInto(items[key], rest, value) ?? null;
    return items;
  }
  const object: Properties = isObject(target) ? target : {};
  if (rest.length > 0 && value === undefined && object[key] === undefined) return object;
  const { [key]: old, ...others } = object;
  const inner = putInto(old, rest, value);
  return inner === undefined ? others : { ...object, [key]: inner };
}

/** Whether every step down to the last is there or can be made: nothing unknown or of another shape is in the way. */
export function isReachable(inputs: Properties, keys: readonly PathKey[]): boolean {
  let inner: Value | undefined = inputs;
  for (const key of keys) {
    if (inner === undefined) return true;
    const fits: boolean = typeof key === "number" ? Array.isArray(inner) : isObject(inner);
    if (!fits) return false;
    inner = get(inner, [key]);
  }
  return true;
}
