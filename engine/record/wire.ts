import type { Struct as PbStruct, Value as PbValue } from "google-protobuf/google/protobuf/struct_pb.js";
import { Asset, Reference, Secret, UNKNOWN, Unknown, type Properties, type Value } from "../../policies/value.ts";
import { setKey } from "../set-key.ts";
import { ARCHIVE, ASSET, OUTPUT, RESOURCE, SECRET, SIGNATURE, UNKNOWN_TEXT } from "../signatures.ts";
import type { AssetReader } from "./assets.ts";
import { structProto } from "./protos.ts";

export { UNKNOWN_TEXT };

const { Struct, Value: ProtoValue, ListValue, NullValue } = structProto;
const Kind = ProtoValue.KindCase;

/** Reads messages into values: keys sorted, so that the result does not depend on who wrote the message. */
export class WireReader {
  readonly #assets: AssetReader;
  constructor(assets: AssetReader) {
    this.#assets = assets;
  }

  /** Top-level properties. `dependencies` collects, by property, what output values say they depend on. */
  properties(struct: PbStruct | undefined, dependencies?: Map<string, Set<string>>): Properties {
    const properties = {};
    if (struct === undefined) return properties;
    for (const [key, field] of sortedFields(struct)) {
      const found = dependencies === undefined ? undefined : new Set<string>();
      setKey(properties, key, this.value(field, found));
      if (found !== undefined && found.size > 0) dependencies?.set(key, found);
    }
    return properties;
  }

  value(message: PbValue, dependencies?: Set<string>): Value {
    switch (message.getKindCase()) {
      case Kind.STRING_VALUE: {
        const text = message.getStringValue();
        return text.includes(UNKNOWN_TEXT) ? UNKNOWN : text;
      }
      case Kind.NUMBER_VALUE: {
        const number = message.getNumberValue();
        // JSON, and so a plan, has neither NaN nor infinity.
        return Number.isFinite(number) ? number : null;
      }
      case Kind.BOOL_VALUE:
        return message.getBoolValue();
      case Kind.LIST_VALUE:
        return (message.getListValue()?.getValuesList() ?? []).map((item) => this.value(item, dependencies));
      case Kind.STRUCT_VALUE:
        return this.#object(message.getStructValue() as PbStruct, dependencies);
      default:
        return null;
    }
  }

  #object(struct: PbStruct, dependencies: Set<string> | undefined): Value {
    const signature = struct.getFieldsMap().get(SIGNATURE)?.getStringValue();
    if (signature !== undefined) return this.#special(signature, struct, dependencies);
    const object = {};
    for (const [key, field] of sortedFields(struct)) setKey(object, key, this.value(field, dependencies));
    return object;
  }

  #special(signature: string, struct: PbStruct, dependencies: Set<string> | undefined): Value {
    const fields = struct.getFieldsMap();
    const inner = fields.get("value");
    switch (signature) {
      case SECRET:
        return new Secret(inner === undefined ? null : this.value(inner, dependencies));
      case RESOURCE:
        return new Reference(fields.get("urn")?.getStringValue() ?? "");
      case OUTPUT: {
        for (const urn of fields.get("dependencies")?.getListValue()?.getValuesList() ?? []) {
          dependencies?.add(urn.getStringValue());
        }
        const value = inner === undefined ? UNKNOWN : this.value(inner, dependencies);
        return fields.get("secret")?.getBoolValue() === true ? new Secret(value) : value;
      }
      case ASSET:
      case ARCHIVE:
        return this.#assets.read(struct.toJavaScript(), signature === ASSET ? "asset" : "archive");
      default:
        throw new Error(`the program sent a value of a kind that is not known here (signature ${signature})`);
    }
  }
}

function sortedFields(struct: PbStruct): [string, PbValue][] {
  return [...struct.getFieldsMap().entries()].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Writes a value as the engine would send it. Assets cannot be written: their content is not kept. */
export function toMessage(value: Value): PbValue {
  const message = new ProtoValue();
  if (value === null || value instanceof Asset) message.setNullValue(NullValue.NULL_VALUE);
  else if (typeof value === "string") message.setStringValue(value);
  else if (typeof value === "number") message.setNumberValue(value);
  else if (typeof value === "boolean") message.setBoolValue(value);
  else if (value instanceof Unknown) message.setStringValue(UNKNOWN_TEXT);
  else if (value instanceof Secret) message.setStructValue(signed(SECRET, { value: value.value ?? null }));
  else if (value instanceof Reference) message.setStructValue(signed(RESOURCE, { urn: value.urn }));
  else if (Array.isArray(value)) {
    const list = new ListValue();
    list.setValuesList(value.map((item: Value) => toMessage(item)));
    message.setListValue(list);
  } else message.setStructValue(toStruct(value as Properties));
  return message;
}

export function toStruct(properties: Properties): PbStruct {
  const struct = new Struct();
  const fields = struct.getFieldsMap();
  for (const key of Object.keys(properties)) fields.set(key, toMessage(properties[key] as Value));
  return struct;
}

function signed(signature: string, properties: Properties): PbStruct {
  const struct = toStruct(properties);
  struct.getFieldsMap().set(SIGNATURE, toMessage(signature));
  return struct;
}

/**
 * Properties as a transform sees them: secrets and unknowns, however deep, as output values, and every property
 * that depends on something as an output value that says on what. So does the engine before it calls one.
 */
export function asOutputs(struct: PbStruct, dependencies: ReadonlyMap<string, readonly string[]>): PbStruct {
  const upgraded = new Struct();
  struct.getFieldsMap().forEach((field, key) => {
    const urns = dependencies.get(key) ?? [];
    const value = upgrade(field);
    upgraded.getFieldsMap().set(key, urns.length === 0 ? value : dependingOn(value, urns));
  });
  return upgraded;
}

function upgrade(field: PbValue): PbValue {
  switch (field.getKindCase()) {
    case Kind.STRING_VALUE:
      return field.getStringValue() === UNKNOWN_TEXT ? output() : field;
    case Kind.LIST_VALUE: {
      const list = new ListValue();
      list.setValuesList((field.getListValue()?.getValuesList() ?? []).map(upgrade));
      const message = new ProtoValue();
      message.setListValue(list);
      return message;
    }
    case Kind.STRUCT_VALUE:
      return upgradeMap(field);
    default:
      return field;
  }
}

function upgradeMap(field: PbValue): PbValue {
  const fields = (field.getStructValue() as PbStruct).getFieldsMap();
  const signature = fields.get(SIGNATURE)?.getStringValue();
  if (signature === SECRET) return output(fields.get("value") ?? toMessage(null), true);
  if (signature !== undefined) return field;
  const struct = new Struct();
  fields.forEach((inner, key) => struct.getFieldsMap().set(key, upgrade(inner)));
  const message = new ProtoValue();
  message.setStructValue(struct);
  return message;
}

/** An output value; without a value it is unknown. */
function output(value?: PbValue, isSecret = false): PbValue {
  const struct = signed(OUTPUT, isSecret ? { secret: true } : {});
  const isUnknown = value?.getKindCase() === Kind.STRING_VALUE && value.getStringValue() === UNKNOWN_TEXT;
  if (value !== undefined && !isUnknown) struct.getFieldsMap().set("value", upgrade(value));
  const message = new ProtoValue();
  message.setStructValue(struct);
  return message;
}

function dependingOn(value: PbValue, urns: readonly string[]): PbValue {
  const isOutput = value.getStructValue()?.getFieldsMap().get(SIGNATURE)?.getStringValue() === OUTPUT;
  const message = isOutput ? value : output(value);
  message.getStructValue()?.getFieldsMap().set("dependencies", toMessage(urns));
  return message;
}
