import { createHash } from "node:crypto";
import { autonames, defaults } from "./bridge-schema.ts";
import { type Wire, type WireObject, isPlainObject } from "./wire.ts";

/**
 * What the AWS and Kubernetes providers do to inputs in Check: defaults with their bookkeeping in `__defaults`,
 * in nested objects too, and names where the program gives none. Names are stable over updates.
 */
export function bridgeCheck(
  provider: string,
  type: string,
  name: string,
  news: WireObject,
  olds: WireObject,
): WireObject {
  if (provider === "kubernetes") return autonamedObject(type, name, news, olds);
  if (provider !== "aws") return { ...news, __defaults: [] };
  const checked = withBookkeeping(news);
  const filled: string[] = [];
  const nameKey = autonames[type];
  if (nameKey !== undefined && checked[nameKey] === undefined && checked[`${nameKey}Prefix`] === undefined) {
    checked[nameKey] = olds[nameKey] ?? autoname(name);
    filled.push(nameKey);
  }
  for (const [key, value] of Object.entries(defaults[type] ?? {})) {
    if (checked[key] !== undefined) continue;
    checked[key] = value;
    filled.push(key);
  }
  checked["__defaults"] = filled;
  return checked;
}

/** Keys that hold a map of the user's own keys; the bridge keeps no books in those. */
const MAPS: ReadonlySet<string> = new Set(["tags", "tagsAll", "labels", "variables", "keepers"]);

/** Every nested object of a known shape gets books of its own. */
function withBookkeeping(object: WireObject): WireObject {
  const visit = (key: string, value: Wire): Wire => {
    if (Array.isArray(value)) return value.map((item) => visit(key, item));
    if (!isPlainObject(value) || MAPS.has(key)) return value;
    return { ...withBookkeeping(value), __defaults: [] };
  };
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, visit(key, value)]));
}

function autonamedObject(type: string, name: string, news: WireObject, olds: WireObject): WireObject {
  const metadata = isPlainObject(news["metadata"]) ? news["metadata"] : {};
  if (metadata["name"] !== undefined || type.endsWith("List") || type.endsWith("Patch")) return news;
  const annotations = isPlainObject(metadata["annotations"]) ? metadata["annotations"] : {};
  const earlier = isPlainObject(olds["metadata"]) ? olds["metadata"]["name"] : undefined;
  return {
    ...news,
    metadata: {
      ...metadata,
      name: earlier ?? autoname(name),
      annotations: { ...annotations, "pulumi.com/autonamed": "true" },
    },
  };
}

function autoname(name: string): string {
  return `${name}-${createHash("sha256").update(name).digest("hex").slice(0, 7)}`;
}

/** What the providers put on outputs of their own accord. */
export function bridgeOutputs(provider: string, type: string, outputs: WireObject, region: string): WireObject {
  const visible = withoutBookkeeping(outputs);
  if (provider === "kubernetes") return { ...visible, __initialApiVersion: visible["apiVersion"] ?? "v1" };
  if (provider !== "aws") return visible;
  return {
    ...visible,
    tagsAll: visible["tags"] ?? {},
    ...(/^aws:(iam|route53|cloudfront)\//.test(type) ? {} : { region: visible["region"] ?? region }),
  };
}

function withoutBookkeeping(object: WireObject): WireObject {
  const visit = (value: Wire): Wire => {
    if (Array.isArray(value)) return value.map(visit);
    return isPlainObject(value) ? withoutBookkeeping(value) : value;
  };
  return Object.fromEntries(
    Object.entries(object)
      .filter(([key]) => key !== "__defaults")
      .map(([key, value]) => [key, visit(value)]),
  );
}
