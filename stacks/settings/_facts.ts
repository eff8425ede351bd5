/** What an environment variable may take from the platform. Lists are written with the variable's `format`. */
export const FACTS = [
  "environment",
  "region",
  "hosts",
  "cors-origins",
  "client-ip-depth",
  "database.host",
  "database.port",
  "state.host",
  "state.port",
  "cache.host",
  "cache.port",
  "media.upload-bucket",
  "media.serving-bucket",
  "media.base-url",
  "antivirus.host",
  "antivirus.port",
] as const;

export type Fact = (typeof FACTS)[number];

/** The optional part of the platform that a fact needs. */
export function neededBy(fact: Fact): "database" | "media" | "antivirus" | "caches.stores.cache" | undefined {
  if (fact.startsWith("database.")) return "database";
  if (fact.startsWith("media.")) return "media";
  if (fact.startsWith("antivirus.")) return "antivirus";
  if (fact.startsWith("cache.")) return "caches.stores.cache";
  return undefined;
}
