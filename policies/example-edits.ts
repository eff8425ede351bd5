import { toPointer } from "./pointer.ts";
import type { Example } from "./rule.ts";
import { Secret, UNKNOWN, type Value, isObject } from "./value.ts";
import { keysOf, withValue } from "./with-value.ts";

/** Values that no input has, and that an engine may still hand over. */
export const SHAPES: readonly Value[] = [
  null,
  "",
  "{",
  '{"Statement":[null,{"Principal":[[]]}]}',
  `${"[".repeat(3000)}${"]".repeat(3000)}`,
  "a-".repeat(20_000),
  7,
  Number.NaN,
  true,
  [],
  {},
  [null],
  [{}],
  [["a"]],
  { a: [1] },
  // Keys that every object has. Parsed, as a literal would set the prototype.
  JSON.parse('{"__proto__":{"a":1},"constructor":null,"toString":"a"}') as Value,
  new Secret(undefined),
  UNKNOWN,
];

/** Pointers of every value inside `value`, the containers included. */
function pointersIn(value: Value | undefined, pointer = ""): string[] {
  const own = pointer === "" ? [] : [pointer];
  if (Array.isArray(value)) {
    return own.concat(value.flatMap((item: Value, index) => pointersIn(item, `${pointer}/${index}`)));
  }
  if (!isObject(value)) return own;
  return own.concat(Object.entries(value).flatMap(([key, item]) => pointersIn(item, pointer + toPointer([key]))));
}

/** The value at a pointer; undefined where there is none. */
export function valueAt(value: Value | undefined, pointer: string): Value | undefined {
  return keysOf(pointer).reduce<Value | undefined>((at, key) => {
    if (Array.isArray(at)) return typeof key === "number" ? (at[key] as Value | undefined) : undefined;
    return isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }, value);
}

/** The example with `value` at a pointer below its inputs. */
export function withInput<T extends Example>(example: T, pointer: string, value: Value): T {
  return { ...example, inputs: withValue(example.inputs, pointer, value) };
}

/** An example with something changed, and where. */
export interface Variant {
  readonly where: string;
  readonly example: Example;
}

/** The example once for each value in it, in the resource and in those around it, with what `edit` makes of the value. */
export function variantsOf(example: Example, edit: (value: Value | undefined) => readonly Value[]): Variant[] {
  const own = pointersIn(example.inputs).flatMap((pointer) =>
    edit(valueAt(example.inputs, pointer)).map((value) => ({
      where: pointer,
      example: withInput(example, pointer, value),
    })),
  );
  const around = (example.stack ?? []).flatMap((neighbour, index) =>
    pointersIn(neighbour.inputs).flatMap((pointer) =>
      edit(valueAt(neighbour.inputs, pointer)).map((value) => {
        const inputs = withValue(neighbour.inputs, pointer, value);
        const stack = (example.stack ?? []).with(index, { ...neighbour, inputs });
        return { where: `${neighbour.name}${pointer}`, example: { ...example, stack } };
      }),
    ),
  );
  return [...own, ...around];
}
