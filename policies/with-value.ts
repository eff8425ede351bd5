import { type PathKey, parsePointer } from "./pointer.ts";
import { type Properties, type Value, isObject } from "./value.ts";

/** A copy of the inputs with `value` at a pointer. Maps on the way to it are made; what a list does not hold is not. */
export function withValue(inputs: Properties, pointer: string, value: Value): Properties {
  return replaced(inputs, keysOf(pointer), value) as Properties;
}

/** Keys below a resource's inputs; numbers count in lists. */
export function keysOf(pointer: string): PathKey[] {
  return parsePointer(pointer).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

function replaced(target: Value | undefined, keys: readonly PathKey[], value: Value): Value {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (Array.isArray(target)) {
    return target.map((item: Value, index) => (index === key ? replaced(item, rest, value) : item));
  }
  const object = isObject(target) ? target : {};
  return { ...object, [key]: replaced(object[key], rest, value) };
}
