/** What a program can leave behind in its process, beside its modules, for the next one to see. */
import { isAbsolute, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isSdkFile } from "./sdk-packages.ts";

type Properties = ReadonlyMap<PropertyKey, unknown>;

/** Globals of the SDK: its state, which is renewed for each program, and what its messages register themselves in. */
const OF_THE_SDK: ReadonlySet<PropertyKey> = new Set(["globalStore", "asyncLocalStorage", "stackResource", "proto"]);

const RECORDER = import.meta.dirname + sep;

export class Residue {
  readonly #env = { ...process.env };
  readonly #objects = new Map(builtIns().map((object) => [object, propertiesOf(object)]));
  // Behind the objects: to look at some of them makes Node add to its globals.
  readonly #globals: Properties = propertiesOf(globalThis);
  readonly #listeners: (readonly [event: string | symbol, listener: unknown])[] = [];

  constructor() {
    process.on("newListener", (event, listener) => {
      if (isOfProgram(new Error().stack ?? "")) this.#listeners.push([event, listener]);
    });
  }

  /** Whether the program changed what is built in, or listens to its process: what cannot be taken back with certainty. */
  isLeft(): boolean {
    if (
      this.#listeners.some(([event, listener]) => process.listeners(event as "exit").includes(listener as () => void))
    ) {
      return true;
    }
    if (Object.hasOwn(process.stdout, "write") || Object.hasOwn(process.stderr, "write")) return true;
    for (const [object, before] of this.#objects) if (!isSame(before, propertiesOf(object))) return true;
    const globals = propertiesOf(globalThis);
    for (const [key, value] of this.#globals) if (!globals.has(key) || !Object.is(globals.get(key), value)) return true;
    return this.#added().some((key) => Object.getOwnPropertyDescriptor(globalThis, key)?.configurable !== true);
  }

  /** Takes back the variables of the environment, the exit code, and globals that were not there before. */
  clear(): void {
    for (const name of Object.keys(process.env)) if (!(name in this.#env)) delete process.env[name];
    Object.assign(process.env, this.#env);
    process.exitCode = undefined;
    for (const key of this.#added()) Reflect.deleteProperty(globalThis, key);
    this.#listeners.length = 0;
  }

  #added(): PropertyKey[] {
    return Reflect.ownKeys(globalThis).filter((key) => !this.#globals.has(key) && !OF_THE_SDK.has(key));
  }
}

/** The process, what the global object holds, and the prototypes of its classes. */
function builtIns(): object[] {
  const objects = new Set<object>([process]);
  for (const [key, value] of propertiesOf(globalThis)) {
    if (OF_THE_SDK.has(key) || value === globalThis || !isObject(value)) continue;
    objects.add(value);
    const prototype: unknown = typeof value === "function" ? value.prototype : undefined;
    if (isObject(prototype)) objects.add(prototype);
  }
  return [...objects];
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Values of an object's own properties; of those that compute theirs, what computes it. */
function propertiesOf(object: object): Properties {
  const properties = new Map<PropertyKey, unknown>();
  for (const key of Reflect.ownKeys(object)) {
    // The SDK's own, and the books that Node keeps of listeners, which are watched by themselves.
    if (object === globalThis && OF_THE_SDK.has(key)) continue;
    if (object === process && typeof key === "string" && key.startsWith("_")) continue;
    const descriptor: { get?: unknown; value?: unknown } | undefined = Object.getOwnPropertyDescriptor(object, key);
    properties.set(key, descriptor?.get ?? descriptor?.value);
  }
  return properties;
}

function isSame(before: Properties, after: Properties): boolean {
  if (before.size !== after.size) return false;
  for (const [key, value] of after) if (!before.has(key) || !Object.is(before.get(key), value)) return false;
  return true;
}

/** Whether a stack's innermost frame outside of Node and the recorder is neither the SDK's. */
function isOfProgram(stack: string): boolean {
  for (const line of stack.split("\n")) {
    const where = /^ {4}at (?:.*? \()?(.+?):\d+:\d+\)?$/.exec(line)?.[1];
    if (where === undefined || where.startsWith("node:")) continue;
    const file = where.startsWith("file:") ? fileURLToPath(where) : where;
    if (isAbsolute(file) && !file.startsWith(RECORDER)) return !isSdkFile(file);
  }
  return false;
}
