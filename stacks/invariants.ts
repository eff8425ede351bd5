import { isDeepStrictEqual } from "node:util";
import { type PathKey, parsePointer } from "../policies/pointer.ts";
import { isPlain, valueAt } from "./settings/_schema.ts";

/**
 * What an environment may not differ in from its parent, and how far it may shrink. Most of what must never
 * differ is no setting at all: encryption, TLS, NetworkPolicies, Pod Security and log types are the same in
 * whatever the platform is made from. These are the settings that could still make a second kind of platform.
 */
interface Invariant {
  /** A pointer in which `*` stands for any key; everything below it is meant too. */
  readonly path: string;
  /** Only adding or removing it as a whole is meant. */
  readonly whole?: true;
  /** Why, continuing "never differs from the parent:". */
  readonly why: string;
}

const IDENTITY_SHAPE = "what staging proves about logins and permissions has to hold in production";
const NETWORK = "a NetworkPolicy that is not exercised here is first tried in production";
const HEADERS = "browsers have to be told the same, or a page works here and breaks in production";
const SCANNING = "a file that is refused in production has to be refused here";
const PARAMETERS = "the parameter group decides how queries behave";

const NEVER: readonly Invariant[] = [
  { path: "/system", why: "it would be another system" },
  { path: "/database/databases", why: IDENTITY_SHAPE },
  { path: "/database/roles", why: IDENTITY_SHAPE },
  { path: "/database/slowStatementMilliseconds", why: PARAMETERS },
  { path: "/database/idleInTransactionTimeoutSeconds", why: PARAMETERS },
  { path: "/documentStore/databases", why: IDENTITY_SHAPE },
  { path: "/documentStore/users", why: IDENTITY_SHAPE },
  { path: "/pooler/idleTransactionTimeoutSeconds", why: PARAMETERS },
  { path: "/pooler/drainSeconds", why: "a drain that is shorter here proves nothing of production's" },
  { path: "/caches/users", why: IDENTITY_SHAPE },
  { path: "/secrets/entries/*/kind", why: "who owns a secret decides how it is rotated" },
  { path: "/secrets/entries/*/use", why: "strength of keys is no matter of size" },
  { path: "/secrets/entries/*/bytes", why: "strength of keys is no matter of size" },
  { path: "/secrets/entries/*/encoding", why: "the application has to read it here as it does in production" },
  { path: "/secrets/entries/*/owner", why: IDENTITY_SHAPE },
  { path: "/secrets/entries/*/fields", why: IDENTITY_SHAPE },
  { path: "/workloads/*/kind", why: "it would be another kind of workload" },
  { path: "/workloads/*/uid", why: "files that one user may read here have to be readable in production" },
  { path: "/workloads/*/secrets", why: IDENTITY_SHAPE },
  { path: "/workloads/*/secretFiles", why: IDENTITY_SHAPE },
  { path: "/workloads/*/media", why: IDENTITY_SHAPE },
  { path: "/workloads/*/dataKeys", why: IDENTITY_SHAPE },
  { path: "/workloads/*/connects", why: NETWORK },
  { path: "/workloads/*/egress", why: NETWORK },
  { path: "/workloads/*/drainSeconds", why: "a drain that is shorter here proves nothing of production's" },
  { path: "/cluster/nodes/architecture", why: "an image is promoted by digest, and a digest is of one architecture" },
  { path: "/edge/waf/rateRules", why: "a rule that does not run here first turns away people in production" },
  { path: "/edge/waf/maxBodyKib", why: "a rule that does not run here first turns away people in production" },
  { path: "/edge/waf/blockedCountries", why: "a rule that does not run here first turns away people in production" },
  { path: "/edge/headers/hsts/maxAgeSeconds", why: HEADERS },
  { path: "/edge/headers/hsts/includeSubdomains", why: HEADERS },
  { path: "/edge/headers/frameOptions", why: HEADERS },
  { path: "/edge/headers/referrerPolicy", why: HEADERS },
  { path: "/edge/headers/permissionsPolicy", why: HEADERS },
  { path: "/edge/headers/xssProtection", why: HEADERS },
  { path: "/edge/headers/csp/owner", why: HEADERS },
  { path: "/edge/headers/csp/mode", why: HEADERS },
  { path: "/edge/headers/csp/unsafe", why: HEADERS },
  { path: "/edge/cors/methods", why: HEADERS },
  { path: "/edge/cors/headers", why: HEADERS },
  { path: "/edge/cors/credentials", why: HEADERS },
  { path: "/tokens", why: "a token that lives longer here hides what happens when it ends" },
  { path: "/limits", why: "a limit that is not met here is first met in production" },
  { path: "/antivirus", whole: true, why: SCANNING },
  { path: "/antivirus/engine", why: SCANNING },
  { path: "/antivirus/maxFileMib", why: SCANNING },
  { path: "/antivirus/signatureMaxAgeHours", why: SCANNING },
  { path: "/media/access", why: "who may see media is no matter of size" },
  { path: "/media/contentTypes", why: SCANNING },
];

interface Bound {
  readonly path: string;
  readonly least: number;
  readonly why: string;
  /** Only where this holds of the settings and the path. */
  readonly applies?: (settings: unknown, keys: readonly PathKey[]) => boolean;
}

const DRAINS = "with one, a rollout is an interruption and draining is never exercised";
const isWeb = (settings: unknown, [section, name]: readonly PathKey[]): boolean =>
  valueAt(settings, [section ?? "", name ?? "", "kind"]) === "web";

const BOUNDS: readonly Bound[] = [
  { path: "/pooler/replicas", least: 2, why: DRAINS },
  { path: "/workloads/*/replicas", least: 2, why: DRAINS, applies: isWeb },
  { path: "/workloads/*/autoscaling/minReplicas", least: 2, why: DRAINS, applies: isWeb },
  { path: "/observability/logRetentionDays", least: 7, why: "a fault of last week has to be found" },
  { path: "/audit/auditLogRetentionDays", least: 30, why: "evidence of an attack is looked for weeks later" },
];

/** Something in which an environment may not be as it is declared. */
export interface Breach {
  readonly path: readonly PathKey[];
  readonly problem: string;
  readonly allowed: string;
}

/** What two sets of settings, both with their defaults, differ in and may not. */
export function breachesOf(parent: unknown, child: unknown): Breach[] {
  return changedPaths(parent, child, []).flatMap((path): Breach[] => {
    const never = NEVER.find((one) => covers(one.path, path, one.whole));
    if (never !== undefined) {
      return [{ path, problem: `never differs from the parent: ${never.why}`, allowed: "the parent's value" }];
    }
    const value = valueAt(child, path);
    const bound = BOUNDS.find((one) => covers(one.path, path) && (one.applies?.(child, path) ?? true));
    if (bound === undefined || typeof value !== "number" || value >= bound.least) return [];
    return [{ path, problem: `is too small: ${bound.why}`, allowed: `${bound.least} at least` }];
  });
}

function changedPaths(before: unknown, after: unknown, keys: readonly PathKey[]): PathKey[][] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isPlain(before) || !isPlain(after)) return [[...keys]];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => changedPaths(before[name], after[name], [...keys, name]));
}

function covers(pattern: string, path: readonly PathKey[], whole = false): boolean {
  const keys = parsePointer(pattern);
  const isDeepEnough = whole ? keys.length === path.length : keys.length <= path.length;
  return isDeepEnough && keys.every((key, index) => key === "*" || key === path[index]);
}
