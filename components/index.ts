export { type DnsArgs, type DnsZone, type ValidationRecord, Dns } from "./dns.ts";
export { type DnsAliasArgs, DnsAlias } from "./dns-alias.ts";
export { type KeyReference, type KeysArgs, Keys } from "./keys.ts";
export { type NetworkArgs, type RunnerArgs, Network } from "./network.ts";
export {
  type ComposedSecret,
  type GeneratedSecret,
  type ManualRotation,
  type RotatedSecret,
  type SecretReference,
  type SecretSpec,
  type SecretsArgs,
  type SuppliedSecret,
  Secrets,
} from "./secrets.ts";
export type { Tags } from "./_tags.ts";
