import type { Struct as PbStruct } from "google-protobuf/google/protobuf/struct_pb.js";
import { Asset, Reference, Secret, UNKNOWN, Unknown, type Properties, type Value } from "../../policies/value.ts";
import { mapValues, setKey } from "../set-key.ts";
import { ARCHIVE, ASSET, OUTPUT, RESOURCE, SECRET, SIGNATURE, UNKNOWN_TEXT } from "../signatures.ts";
import type { AssetReader } from "./assets.ts";
import { structProto } from "./protos.ts";

export { UNKNOWN_TEXT };

/** A value as messages carry it: JSON, in which an object with a signature stands for what JSON does not have. */
export type Wire = null | boolean | number | string | readonly Wire[] | WireObject;
export interface WireObject {
  readonly [key: string]: Wire;
}

export function toWireObject(struct: PbStruct | undefined): WireObject {
  return struct?.toJavaScript() ?? {};
}

export function toStruct(properties: WireObject): PbStruct {
  return structProto.Struct.fromJavaScript(properties);
}

/** Reads messages into values: keys sorted, so that the result does not depend on who wrote the message. */
export class WireReader {
  readonly #assets: AssetReader;
  constructor(assets: AssetReader) {
    this.#assets = assets;
  }

  /** Top-level properties. `dependencies` collects, by property, what output values say they depend on. */
  properties(wire: WireObject, dependencies?: Map<string, Set<string>>): Properties {
    const properties = {};
    for (const key of Object.keys(wire).toSorted()) {
      const found = dependencies === undefined ? undefined : new Set<string>();
      setKey(properties, key, this.value(wire[key] as Wire, found));
      if (found !== undefined && found.size > 0) dependencies?.set(key, found);
    }
    return properties;
  }

  value(wire: Wire, dependencies?: Set<string>): Value {
    if (typeof wire === "string") return wire.includes(UNKNOWN_TEXT) ? UNKNOWN : wire;
    // JSON, and so a plan, has neither NaN nor infinity.
    if (typeof wire === "number") return Number.isFinite(wire) ? wire : null;
    if (isList(wire)) return wire.map((item) => this.value(item, dependencies));
    return isWireObject(wire) ? this.#object(wire, dependencies) : wire;
  }

  #object(wire: WireObject, dependencies: Set<string> | undefined): Value {
    const signature = wire[SIGNATURE];
    if (signature !== undefined) return this.#special(signature, wire, dependencies);
    const object = {};
    for (const key of Object.keys(wire).toSorted()) setKey(object, key, this.value(wire[key] as Wire, dependencies));
    return object;
  }

  #special(signature: Wire, wire: WireObject, dependencies: Set<string> | undefined): Value {
    const { value: inner, urn } = wire;
    switch (signature) {
      case SECRET:
        return new Secret(inner === undefined ? null : this.value(inner, dependencies));
      case RESOURCE:
        return new Reference(typeof urn === "string" ? urn : "");
      case OUTPUT: {
        for (const dependency of listOf(wire["dependencies"])) dependencies?.add(String(dependency));
        const value = inner === undefined ? UNKNOWN : this.value(inner, dependencies);
        return wire["secret"] === true ? new Secret(value) : value;
      }
      case ASSET:
      case ARCHIVE:
        return this.#assets.read(wire, signature === ASSET ? "asset" : "archive");
      default:
        throw new Error(
          `the program sent a value of a kind that is not known here (signature ${JSON.stringify(signature)})`,
        );
    }
  }
}

function isList(wire: Wire | undefined): wire is readonly Wire[] {
  return Array.isArray(wire);
}

function isWireObject(wire: Wire): wire is WireObject {
  return typeof wire === "object" && wire !== null && !isList(wire);
}

function listOf(wire: Wire | undefined): readonly Wire[] {
  return isList(wire) ? wire : [];
}

/** Writes a value as the engine would send it. Assets cannot be written: their content is not kept. */
export function toWire(value: Value): Wire {
  if (value instanceof Asset) return null;
  if (value instanceof Unknown) return UNKNOWN_TEXT;
  if (value instanceof Secret) return { [SIGNATURE]: SECRET, value: toWire(value.value ?? null) };
  if (value instanceof Reference) return { [SIGNATURE]: RESOURCE, urn: value.urn };
  if (Array.isArray(value)) return value.map((item: Value) => toWire(item));
  return typeof value === "object" && value !== null ? toWireProperties(value as Properties) : value;
}

export function toWireProperties(properties: Properties): WireObject {
  return mapValues(properties, toWire);
}

/**
 * Properties as a transform sees them: secrets and unknowns, however deep, as output values, and every property
 * that depends on something as an output value that says on what. So does the engine before it calls one.
 */
export function asOutputs(struct: PbStruct, dependencies: ReadonlyMap<string, readonly string[]>): PbStruct {
  const upgraded: Record<string, Wire> = {};
  for (const [key, wire] of Object.entries(toWireObject(struct))) {
    const urns = dependencies.get(key) ?? [];
    const value = upgrade(wire);
    setKey(upgraded, key, urns.length === 0 ? value : dependingOn(value, urns));
  }
  return toStruct(upgraded);
}

function upgrade(wire: Wire): Wire {
  if (wire === UNKNOWN_TEXT) return output();
  if (isList(wire)) return wire.map(upgrade);
  if (!isWireObject(wire)) return wire;
  const signature = wire[SIGNATURE];
  if (signature === SECRET) return output(wire["value"] ?? null, true);
  return signature === undefined ? mapValues(wire, upgrade) : wire;
}

/** An output value; without a value it is unknown. */
function output(value?: Wire, isSecret = false): WireObject {
  const isUnknown = value === undefined || value === UNKNOWN_TEXT;
  return {
    [SIGNATURE]: OUTPUT,
    ...(isSecret && { secret: true }),
    ...(!isUnknown && { value: upgrade(value) }),
  };
}

function dependingOn(wire: Wire, urns: readonly string[]): WireObject {
  const isOutput = isWireObject(wire) && wire[SIGNATURE] === OUTPUT;
  return { ...(isOutput ? wire : output(wire)), dependencies: urns };
}
