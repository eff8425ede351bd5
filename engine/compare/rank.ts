import { parsePointer } from "../../policies/pointer.ts";
import { type Change, OPTIONS } from "../compare.ts";

/** What a difference is about, gravest first. */
export const CONCERNS = [
  "encryption",
  "exposure",
  "identity",
  "deletion protection",
  "retention",
  "size",
  "other",
  "noise",
] as const;
export type Concern = (typeof CONCERNS)[number];

/** Words of property names and types that tell what they are about. Several concerns: the gravest counts. */
const WORDS: readonly (readonly [Concern, RegExp])[] = [
  ["encryption", /\b(encrypt\w*|kms|tls|ssl|sse|cipher\w*|certificate|https|hsts|signature|minimum protocol)\b/],
  [
    "exposure",
    /\b(public\w*|expos\w*|cidr\w*|ingress|egress|security group\w*|network policy|acl|wafv2|endpoint|origin\w*|listener\w*|cors|internal|scheme|port|ports)\b/,
  ],
  [
    "identity",
    /\b(iam|polic(y|ies)|roles?|principal\w*|statement|assume|service account\w*|access entry|security context|privileged|run as\w*|capabilities|host (network|pid|ipc)|automount\w*|auth\w*|users?|rbac|secret\w*)\b/,
  ],
  [
    "deletion protection",
    /\b(deletion\w*|protect|skip final snapshot|force destroy|retain on delete|recovery window\w*|delete\w*|termination)\b/,
  ],
  ["retention", /\b(retention\w*|backup\w*|snapshot\w*|lifecycle\w*|expir\w*|multi az|replicat\w*|log\w*|alarm\w*)\b/],
  [
    "size",
    /\b(class|type|types|replicas|storage|capacity|min\w*|max\w*|size|count|cpu|memory|iops|throughput|threshold|limit\w*|quota|shards?|nodes?|desired)\b/,
  ],
];

/** Text that people read and nothing acts on, and order of creation. */
const NOISE = /^(tags|tagsAll|description|alarmDescription|comment)$/;

export function concernOf(change: Change): Concern {
  const keys = parsePointer(change.path);
  if (keys.some((key) => NOISE.test(key)) || isOrdering(keys)) return "noise";
  // A whole resource is about what its type is about; a property first about what it is called.
  const own = concernIn(keys.join(" "));
  if (own !== undefined) return own;
  return concernIn(change.type.split(":").slice(1).join(" ")) ?? "other";
}

function isOrdering(keys: readonly string[]): boolean {
  return keys[0] === OPTIONS && keys[1] === "dependsOn";
}

function concernIn(name: string): Concern | undefined {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/[^A-Za-z0-9]+/g, " ")
    .toLowerCase();
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0];
}

/** By concern, then in the order in which they come. */
export function byConcern(changes: readonly Change[]): ReadonlyMap<Concern, readonly Change[]> {
  const groups = Map.groupBy(changes, concernOf);
  return new Map(
    CONCERNS.flatMap((concern) => (groups.has(concern) ? [[concern, groups.get(concern) ?? []] as const] : [])),
  );
}
