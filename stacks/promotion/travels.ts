import { type PathKey, parsePointer } from "../../policies/pointer.ts";
import { isPlain } from "../settings/_schema.ts";
import { mayBeSecret } from "../settings/_redact.ts";

/** What a setting is to a release. */
export type Kind = "image" | "version" | "feature" | "size";

/**
 * Whether a setting may be carried from one environment to another. `named` travels only when somebody asks for it by
 * its path; `why` continues "stays: ".
 */
export type Ruling =
  | { readonly kind: Kind; readonly named?: true }
  | { readonly kind: "identity" | "secret" | "safety"; readonly why: string };

const image: Ruling = { kind: "image" };
const version: Ruling = { kind: "version" };
const feature: Ruling = { kind: "feature" };
const size: Ruling = { kind: "size" };
/** Text of which nobody but its author can tell whether it is a switch or the name of a third party's project. */
const named: Ruling = { kind: "feature", named: true };

const WHICH: Ruling = { kind: "identity", why: "it says which environment this is" };
const PLACE: Ruling = { kind: "identity", why: "it says where this environment runs" };
const PEOPLE: Ruling = { kind: "identity", why: "it says who answers for this environment" };
const DOMAIN: Ruling = { kind: "identity", why: "it belongs to the environment's own domain" };
const SECRET: Ruling = { kind: "secret", why: "it is about secrets, and each environment has its own" };
const DURABILITY: Ruling = {
  kind: "safety",
  why: "how long data lives and what it survives is each environment's own",
};
const ACCESS: Ruling = { kind: "safety", why: "who may look into the data of an environment is its own" };
const COST: Ruling = { kind: "safety", why: "what an environment may cost is its own" };

/**
 * The first pointer that covers a setting decides; `*` stands for any key. What is not listed never travels, and a
 * test walks the schema, so that a new setting is decided about.
 */
const RULINGS: readonly (readonly [pointer: string, ruling: Ruling])[] = [
  ["/system", WHICH],
  ["/environment", WHICH],
  ["/tier", WHICH],
  ["/owner", PEOPLE],
  ["/dataClass", WHICH],
  ["/accountId", PLACE],
  ["/region", PLACE],
  ["/sharedAccount", PLACE],
  ["/expires", WHICH],
  ["/domains", DOMAIN],

  ["/network/interfaceEndpoints", feature],
  ["/network/natGateways", DURABILITY],
  ["/network/flowLogRetentionDays", DURABILITY],
  ["/network", PLACE],

  ["/cluster/version", version],
  ["/cluster/nodes", size],
  ["/cluster/quota", size],
  ["/cluster/logRetentionDays", DURABILITY],
  ["/cluster", PLACE],

  ["/keys", SECRET],
  ["/secrets", SECRET],

  ["/database/engineVersion", version],
  ["/database/bootstrapImage", image],
  ["/database/instanceClass", size],
  ["/database/maxConnections", size],
  ["/database/reservedConnections", size],
  ["/database/allocatedStorageGib", size],
  ["/database/maxAllocatedStorageGib", size],
  ["/database/slowStatementMilliseconds", feature],
  ["/database/idleInTransactionTimeoutSeconds", feature],
  ["/database/databases", feature],
  ["/database/roles", feature],
  ["/database", DURABILITY],

  ["/pooler/image", image],
  ["/pooler/exporterImage", image],
  ["/pooler/tier", size],
  ["/pooler/replicas", size],
  ["/pooler/maxClientConnections", size],
  ["/pooler/idleTransactionTimeoutSeconds", feature],
  ["/pooler/drainSeconds", feature],

  ["/documentStore/engineVersion", version],
  ["/documentStore/bootstrapImage", image],
  ["/documentStore/instanceClass", size],
  ["/documentStore/instances", size],
  ["/documentStore/slowOperationMilliseconds", feature],
  ["/documentStore/databases", feature],
  ["/documentStore/users", feature],
  ["/documentStore", DURABILITY],

  ["/caches/engineVersion", version],
  ["/caches/stores/*/nodeType", size],
  ["/caches/stores/*/nodes", size],
  ["/caches/users", feature],
  ["/caches", DURABILITY],

  ["/operatorSessions/*/image", image],
  ["/operatorSessions/*/minutes", feature],
  ["/operatorSessions", ACCESS],

  ["/media/host", DOMAIN],
  ["/media/signingKeys", SECRET],
  ["/media/quarantineDays", DURABILITY],
  ["/media/noncurrentDays", DURABILITY],
  ["/media/retentionDays", DURABILITY],
  ["/media", feature],

  ["/antivirus/image", image],
  ["/antivirus/workerImage", image],
  ["/antivirus/replicas", size],
  ["/antivirus/workerReplicas", size],
  ["/antivirus/signatureMirror", PLACE],
  ["/antivirus", feature],

  ["/edge/headers/hsts", DOMAIN],
  ["/edge/caa", DOMAIN],
  ["/edge/cors/origins", named],
  ["/edge/headers", feature],
  ["/edge/cors", feature],
  ["/edge/waf", feature],
  ["/edge/responseSeconds", feature],
  ["/site/hosts", DOMAIN],
  ["/site", feature],
  ["/egress", named],

  ["/workloads/*/image", image],
  ["/workloads/*/hosts", DOMAIN],
  ["/workloads/*/secrets", SECRET],
  ["/workloads/*/secretFiles", SECRET],
  ["/workloads/*/env", named],
  ["/workloads/*/resources", size],
  ["/workloads/*/replicas", size],
  ["/workloads/*/autoscaling", size],
  ["/workloads/*/scratch", size],
  ["/workloads/*", feature],

  ["/tokens", SECRET],
  ["/limits", feature],
  ["/clientBuild", named],
  ["/publicValues", named],

  ["/alarms/receivers", PEOPLE],
  ["/alarms", feature],
  ["/observability/logRetentionDays", DURABILITY],
  ["/observability", feature],
  ["/audit", DURABILITY],
  ["/backup", DURABILITY],
  ["/budget", COST],
  ["/application", feature],
];

/** What the table says of a setting; `undefined` for one that it does not list. */
export function rulingOf(path: readonly PathKey[]): Ruling | undefined {
  return RULINGS.find(([pointer]) => covers(parsePointer(pointer), path))?.[1];
}

function covers(pattern: readonly string[], path: readonly PathKey[]): boolean {
  return pattern.length <= path.length && pattern.every((key, index) => key === "*" || key === String(path[index]));
}

/** What one environment has of another's identity. */
export interface Names {
  readonly environment: string;
  readonly accountId: string;
  readonly domains: readonly string[];
}

/**
 * Whether a value may travel: by its path, by the paths of everything in it, and by what it holds. A value that looks
 * like a credential never does, nor does one that names the other environment's account or domain where the value
 * that it would replace does not.
 */
export function rulingOfValue(path: readonly PathKey[], value: unknown, replaced: unknown, names: Names): Ruling {
  const inner = leavesOf(value ?? replaced, path).map((leaf) => rulingOf(leaf) ?? UNLISTED);
  const strictest = inner.find((ruling) => "why" in ruling) ?? inner.find((ruling) => ruling.kind !== inner[0]?.kind);
  const ruling = strictest === undefined ? inner[0] : "why" in strictest ? strictest : feature;
  if (ruling === undefined || "why" in ruling) return ruling ?? UNLISTED;
  if (mayBeSecret(value, path) || mayBeSecret(replaced, path)) {
    return { kind: "secret", why: "its name or value is that of a credential" };
  }
  const foreign = namedIn(value, names).filter((name) => !namedIn(replaced, names).includes(name));
  if (foreign.length > 0) return { kind: "identity", why: `it names ${foreign.join(" and ")} of ${names.environment}` };
  return inner.some((one) => "named" in one) ? named : ruling;
}

const UNLISTED: Ruling = {
  kind: "safety",
  why: "nobody has decided yet whether it may travel (stacks/promotion/travels.ts)",
};

function leavesOf(value: unknown, path: readonly PathKey[]): (readonly PathKey[])[] {
  if (!isPlain(value) || Object.keys(value).length === 0) return [path];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
}

function namedIn(value: unknown, { accountId, domains }: Names): string[] {
  const text = value === undefined ? "" : JSON.stringify(value);
  return [accountId, ...domains].filter((name) => text.includes(name));
}
