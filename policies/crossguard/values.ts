import * as pulumi from "@pulumi/pulumi";
import { Secret } from "@pulumi/policy";
import * as policyProxy from "@pulumi/policy/proxy.js";
import { Asset, type Properties, UNKNOWN, type Value } from "../value.ts";

// Exported by the SDK and left out of its types.
const sdk: Readonly<Record<string, unknown>> = policyProxy;

const UNKNOWN_SENTINELS: ReadonlySet<unknown> = new Set([
  sdk["unknownBooleanValue"],
  sdk["unknownNumberValue"],
  sdk["unknownStringValue"],
  sdk["unknownArrayValue"],
  sdk["unknownAssetValue"],
  sdk["unknownArchiveValue"],
  sdk["unknownObjectValue"],
]);

/**
 * The raw properties behind the SDK's proxy. The proxy throws at the first unknown and the SDK then
 * downgrades the whole policy to advisory, which is why rules never see it.
 */
export function rawProperties(proxied: object): unknown {
  const targetKey = sdk["getSpecialProxyTarget"] as string;
  return (proxied as Readonly<Record<string, unknown>>)[targetKey] ?? proxied;
}

/**
 * The inputs of a remediation themselves. A second proxy lies around them, which opens secrets and through which a list
 * cannot be walked; behind it secrets are still wrapped.
 */
export function rawRemediated(proxied: object): object {
  return rawProperties(rawProperties(proxied) as object) as object;
}

/** The SDK's deserialised properties in Rampart's own form. Assets keep no content: the engine has hashed it already. */
export function toProperties(raw: unknown): Properties {
  return toValue(raw) as Properties;
}

function toValue(raw: unknown): Value {
  if (UNKNOWN_SENTINELS.has(raw)) return UNKNOWN;
  // Only a remediation is told; a rule has the same verdict when it judges afterwards.
  if (raw instanceof Secret) return toValue(raw.value);
  if (Array.isArray(raw)) return raw.map(toValue);
  if (pulumi.asset.Asset.isInstance(raw)) return new Asset("asset", "");
  if (pulumi.asset.Archive.isInstance(raw)) return new Asset("archive", "");
  if (typeof raw === "object" && raw !== null) {
    // No prototype, so that a key named `__proto__` stays an ordinary key.
    const copy: Record<string, Value> = Object.create(null) as Record<string, Value>;
    for (const [key, value] of Object.entries(raw)) copy[key] = toValue(value);
    return copy;
  }
  return raw as Value;
}
