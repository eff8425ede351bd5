import {
  Asset,
  type Properties,
  Reference,
  Secret,
  UNKNOWN,
  Unknown,
  type Value,
  isObject,
} from "../../../../policies/value.ts";

/** Values as they travel between the engine and a provider. */
export type Wire = null | boolean | number | string | Wire[] | WireObject;
export interface WireObject {
  [key: string]: Wire;
}

/** The engine's marker for a string that is not known yet. */
export const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";
const ASSET_SIGNATURES: ReadonlySet<Wire | undefined> = new Set([
  "c44067f5952c0a294b673a41bacd8c17",
  "0def7320c3a5731c473e5ecbe6d01bc7",
]);

export function secret(value: Wire): WireObject {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

export function isSecret(value: Wire | undefined): value is WireObject {
  return isWireObject(value) && value[SIGNATURE_KEY] === SECRET_SIGNATURE;
}

/** The value inside a secret; any other value as it is. */
export function plain(value: Wire | undefined): Wire | undefined {
  return isSecret(value) ? value["value"] : value;
}

export function isWireObject(value: Wire | undefined): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for an object that stands for itself, not for a secret, an asset or a reference. */
export function isPlainObject(value: Wire | undefined): value is WireObject {
  return isWireObject(value) && value[SIGNATURE_KEY] === undefined;
}

export function toValue(wire: Wire): Value {
  if (wire === UNKNOWN_STRING) return UNKNOWN;
  if (Array.isArray(wire)) return wire.map(toValue);
  if (!isWireObject(wire)) return wire;
  if (isSecret(wire)) return new Secret(toValue(wire["value"] ?? null));
  if (wire[SIGNATURE_KEY] === RESOURCE_SIGNATURE) return new Reference(String(wire["urn"]));
  if (ASSET_SIGNATURES.has(wire[SIGNATURE_KEY])) return new Asset("asset", String(wire["hash"] ?? ""));
  return toProperties(wire);
}

export function toProperties(wire: WireObject): Properties {
  return Object.fromEntries(Object.entries(wire).map(([key, value]) => [key, toValue(value)]));
}

export function toWire(value: Value): Wire {
  if (value instanceof Unknown) return UNKNOWN_STRING;
  if (value instanceof Secret) return secret(toWire(value.value ?? null));
  if (Array.isArray(value)) return value.map((item: Value) => toWire(item));
  if (!isObject(value)) return value as Wire;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toWire(item)]));
}
