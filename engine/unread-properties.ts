import { isBookkeeping } from "../policies/property.ts";
import { canonicalType } from "../policies/types.ts";
import { type Properties, Secret, type Value, isObject } from "../policies/value.ts";
import type { Plan } from "./plan.ts";

export interface UnreadProperty {
  readonly type: string;
  /** As people write it, with `[]` for any item of a list. */
  readonly path: string;
  /** Resources of the type that set it. */
  readonly resources: number;
}

/**
 * Names of properties that tend to decide over security. A heuristic: what it misses is not listed, and what it lists
 * may be harmless; it points at what is worth a rule.
 */
const SECURITY_NAME =
  /(access|acl|admin|allow|anonymous|audit|auth|backup|capabilit|certificate|cidr|cipher|cors|credential|deletionprotection|deny|encrypt|expos|firewall|hostipc|hostnetwork|hostpid|iam|immutab|insecure|kms|logging|loggroup|mfa|password|permission|policy|policies|principal|privilege|protect|public|retention|runas|scan|secret|security|sign|snapshot|ssl|sysctl|tls|token|trust|untrusted|verif|versioning|visibility|waf)/i;

/** Names that hold those words and decide nothing. */
const HARMLESS_NAME = /(description|displayname|comment)$/i;

export interface WatchedPlan {
  /** The plan, whose inputs note which of them are read. */
  readonly plan: Plan;
  /** What was not read until now. */
  readonly unread: () => UnreadProperty[];
}

/** Wraps the inputs of a plan so that an evaluation of it tells which properties no rule looks at. */
export function watchReads(plan: Plan): WatchedPlan {
  const readByType = new Map<string, Set<string>>();
  const readsOf = (type: string): Set<string> => {
    const canonical = canonicalType(type);
    let read = readByType.get(canonical);
    if (read === undefined) readByType.set(canonical, (read = new Set()));
    return read;
  };
  const resources = plan.resources.map((resource) => {
    return { ...resource, inputs: watched(resource.inputs, "", readsOf(resource.type)) as Properties };
  });
  return {
    plan: { ...plan, resources },
    unread: () => {
      const counts = new Map<string, UnreadProperty>();
      for (const { type, inputs, custom } of plan.resources) {
        if (!custom) continue;
        const read = readsOf(type);
        for (const path of new Set(pathsOf(inputs, ""))) {
          if (read.has(path) || !isSecurityName(path)) continue;
          const key = `${type} ${path}`;
          counts.set(key, { type, path, resources: (counts.get(key)?.resources ?? 0) + 1 });
        }
      }
      return [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, unread]) => unread);
    },
  };
}

/** Words of the user's own, whatever they sound like. */
const FREE_TEXT = /^(tags|tagsAll|dimensions|metadata\.(labels|annotations))\b/;

function isSecurityName(path: string): boolean {
  if (FREE_TEXT.test(path)) return false;
  const name =
    path
      .replace(/(\[\])+$/, "")
      .split(".")
      .at(-1) ?? "";
  return SECURITY_NAME.test(name) && !HARMLESS_NAME.test(name);
}

function watched(value: Value, path: string, read: Set<string>): Value {
  if (value instanceof Secret) return value.value === undefined ? value : new Secret(watched(value.value, path, read));
  if (!Array.isArray(value) && !isObject(value)) return value;
  const container: object = value;
  return new Proxy(container, {
    get(target, key) {
      const item: unknown = Reflect.get(target, key);
      if (typeof key !== "string" || !Object.hasOwn(target, key) || (Array.isArray(target) && key === "length"))
        return item;
      const inner = Array.isArray(target) ? `${path}[]` : join(path, key);
      read.add(inner);
      return watched(item as Value, inner, read);
    },
  });
}

/** Paths of every value that is no container. */
function pathsOf(value: Value, path: string): string[] {
  const opened = value instanceof Secret && value.value !== undefined ? value.value : value;
  if (Array.isArray(opened)) return opened.flatMap((item: Value) => pathsOf(item, `${path}[]`));
  if (!isObject(opened)) return [path];
  return Object.entries(opened).flatMap(([key, item]) => (isBookkeeping(key) ? [] : pathsOf(item, join(path, key))));
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
