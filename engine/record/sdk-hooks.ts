/**
 * What is changed in a program's copy of the Pulumi SDK while it is recorded, whatever its version. Runs in
 * the program's process, so neither it nor what it imports may import anything but Node's own modules.
 */
import Module from "node:module";
import { pathToFileURL } from "node:url";
import { loadWhenUsed } from "../../policies/seldom-used.ts";
import { type Position, constructorCall } from "./user-frames.ts";

/** Field of an invoke's answer that stands for "none of this is known". */
export const UNKNOWN_ANSWER = "__rampart_unknown";

/** A position as the SDK carries it. The number of the constructor call rides along in the URI. */
interface Frame {
  readonly uri: string;
  readonly line: number;
  readonly column: number;
}

/** Every constructor call so far, by number; what never arrives at the monitor is still waiting for something. */
export const constructed: (Position | undefined)[] = [];

type Sdk = Record<string, unknown>;
type ResourceClass = { stackTrace?: unknown; sourcePosition?: unknown };

const hooked = new WeakSet<object>();

/** Hooks every copy of the SDK as it is loaded: a package may bring its own. */
export function hookRequire(): void {
  const prototype = Module.prototype as unknown as { require: (id: string) => unknown };
  const original = prototype.require;
  prototype.require = function (this: unknown, id: string): unknown {
    const exports = original.call(this, id);
    hookSdkModule(exports);
    return exports;
  };
  // Last, and so around it: to look at what loads late, as a hook does, would load it.
  loadWhenUsed();
}

/** Hooks the exports of one SDK module, if it is one that needs it. */
function hookSdkModule(exports: unknown): void {
  if (typeof exports !== "object" || exports === null || hooked.has(exports)) return;
  const sdk = exports as Sdk;
  if (typeof sdk["Resource"] === "function" && typeof sdk["CustomResource"] === "function") {
    hooked.add(exports);
    hookPositions(sdk["Resource"] as ResourceClass);
  } else if (typeof sdk["debuggablePromise"] === "function" && typeof sdk["leakedPromises"] === "function") {
    hooked.add(exports);
    cheapenPromises(sdk);
  } else if (typeof sdk["deserializeProperties"] === "function" && typeof sdk["unknownValue"] === "string") {
    hooked.add(exports);
    hookAnswers(sdk);
    keepSecretArguments(sdk);
  }
}

/**
 * The SDK takes a stack when a resource's constructor runs, but keeps a malformed position for ES modules and
 * none for most resources. Taken here instead: only then are the user's frames on the stack. Older SDKs know
 * one position, newer ones a trace; both get the innermost frame first and the outermost last.
 */
function hookPositions(resource: ResourceClass): void {
  if (hooked.has(resource)) return;
  hooked.add(resource);
  if (typeof resource.stackTrace === "function") resource.stackTrace = trace;
  else if (typeof resource.sourcePosition === "function") {
    // One position has to carry both: the outermost frame rides in the fragment.
    resource.sourcePosition = () => {
      const [inner, outer = inner] = trace();
      if (inner === undefined || outer === undefined) return undefined;
      return {
        ...inner,
        uri: `${inner.uri}&outer=${encodeURIComponent(`${outer.uri}:${outer.line}:${outer.column}`)}`,
      };
    };
  }
}

function trace(): Frame[] {
  const { inner, outer } = constructorCall();
  const number = constructed.push(inner) - 1;
  const innermost = {
    uri: `${inner === undefined ? "file:///" : toUri(inner.file)}#${number}`,
    line: inner?.line ?? 1,
    column: inner?.column ?? 1,
  };
  return outer === undefined
    ? [innermost]
    : [innermost, { uri: toUri(outer.file), line: outer.line, column: outer.column }];
}

const uris = new Map<string, string>();

function toUri(file: string): string {
  const uri = uris.get(file) ?? pathToFileURL(file).href;
  uris.set(file, uri);
  return uri;
}

/**
 * The SDK keeps a stack and two more promises for each of its many promises, to say at the end which never settled. We tell
 * by what was constructed and never arrived, and a program takes half of its time.
 */
function cheapenPromises(sdk: Sdk): void {
  sdk["debuggablePromise"] = (promise: unknown) => promise;
}

/** Turns the answer "not known" into a value that stays unknown wherever the program takes it. */
function hookAnswers(sdk: Sdk): void {
  const original = sdk["deserializeProperties"] as (struct: unknown, keepUnknowns?: boolean) => Sdk;
  const unknown = unknownAnswer(sdk["unknownValue"] as string);
  sdk["deserializeProperties"] = (struct: unknown, keepUnknowns?: boolean) => {
    const properties = original(struct, keepUnknowns);
    return Object.hasOwn(properties, UNKNOWN_ANSWER) ? unknown(String(properties[UNKNOWN_ANSWER])) : properties;
  };
}

/**
 * The SDK opens secret arguments of an invoke before it sends them, and nothing says that they were secret.
 * They are sent wrapped instead, or a plan would show them.
 */
function keepSecretArguments(sdk: Sdk): void {
  const original = sdk["unwrapSecretValues"];
  if (typeof original !== "function") return;
  sdk["unwrapSecretValues"] = (value: unknown) => [value, (original(value) as [unknown, boolean])[1]];
}

/**
 * An object that the SDK takes for its own unknown value, and so does every property of it. Without it a
 * plain call such as `(await aws.ec2.getVpc(…)).id` would read as "not set". As text it is the SDK's marker,
 * so that a string built around it is unknown too; what a program cannot do with it says so.
 */
function unknownAnswer(unknownText: string): (token: string) => Sdk {
  return (token) => {
    const refuse = (): never => {
      throw new TypeError(
        `the result of ${token} is not known without the cloud and the program computes with it; ` +
          `answer it in a file given by --fixtures`,
      );
    };
    const properties: Record<string | symbol, unknown> = {
      __pulumiUnknown: true,
      // Absent, or the SDK and Node would take it for a promise, an output or a resource.
      // oxlint-disable-next-line no-thenable
      then: undefined,
      toString: () => unknownText,
      toJSON: () => unknownText,
      valueOf: undefined,
      [Symbol.toPrimitive]: (hint: string) => (hint === "number" ? refuse() : unknownText),
      [Symbol.iterator]: refuse,
    };
    for (const method of [
      "map",
      "filter",
      "find",
      "forEach",
      "reduce",
      "slice",
      "some",
      "every",
      "includes",
      "indexOf",
      "join",
      "split",
    ]) {
      properties[method] = refuse;
    }
    Object.defineProperty(properties, "length", { get: refuse });
    const proxy: Sdk = new Proxy(
      {},
      {
        get: (_, key) => {
          if (Object.hasOwn(properties, key)) return properties[key];
          return typeof key === "symbol" || key.startsWith("__") || key === "constructor" ? undefined : proxy;
        },
      },
    );
    return proxy;
  };
}
