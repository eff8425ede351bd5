import catalogue from "../../policies/catalogue.json" with { type: "json" };
import { type RuleSettings, resourceData } from "../../engine/evaluate.ts";
import type { Plan } from "../../engine/plan.ts";
import { type PathKey, toPointer } from "../../policies/pointer.ts";
import { Property } from "../../policies/property.ts";
import type { Rule } from "../../policies/rule.ts";
import { rules } from "../../policies/rules/index.ts";
import { canonicalType } from "../../policies/types.ts";
import { type Case, verdicts } from "./cases.ts";
import type { Control } from "./places.ts";
import { type Mutant, weakeningsOf } from "./mutants.ts";

/** One thing that our own program set and that a rule looks at, taken away or made insecure. */
export interface Removal extends Mutant {
  /** Name of the resource. */
  readonly name: string;
}

/** What may be taken away unnoticed, because something else in the same stack still holds; each with its reason. */
interface Harmless {
  readonly control: string;
  readonly input: string;
  /** Start of the resource's name. @default any */
  readonly name?: string;
  /** @default any */
  readonly value?: RegExp;
  readonly reason: string;
}

export const HARMLESS: readonly Harmless[] = [
  {
    control: "db-sg-only-from-workloads",
    input: "cidrIpv4",
    name: "network-endpoints-",
    reason: "The group guards endpoints of the network, and no database.",
  },
  ...["rds-private-subnet-group subnetIds", "eks-private-nodes vpcConfig.subnetIds"].map((place) => ({
    control: place.split(" ")[0] ?? "",
    input: place.split(" ")[1] ?? "",
    value: /"public-/,
    reason: "The plan has no subnet of that id.",
  })),
  {
    control: "malware-upload-bucket-not-cdn-origin",
    input: "origins[].domainName",
    reason: "The plan has no bucket of that name.",
  },
  {
    control: "elasticache-at-rest-encryption",
    input: "atRestEncryptionEnabled",
    value: /^(null)?$/,
    reason: "ElastiCache encrypts Valkey unless told otherwise.",
  },
  {
    control: "elasticache-user-no-passwordless",
    input: "authenticationMode.type",
    name: "caches-default-off",
    reason: "The user is switched off.",
  },
  {
    control: "lambda-not-public",
    input: "principal",
    name: "rotation-",
    reason: "The permission names the secret that may call.",
  },
  ...["serviceName", "vpcId"].flatMap((input) =>
    ["network-endpoint-eks-auth", "network-endpoint-elasticache", "network-endpoint-ssmmessages"].map((name) => ({
      control: "vpc-endpoints-for-aws-services",
      input,
      name,
      reason: "The rule asks for other services.",
    })),
  ),
  {
    control: "rds-in-backup-plan",
    input: "resources",
    name: "backup-content",
    reason: "Another selection covers the database.",
  },
  {
    control: "eks-network-policy-enforced",
    input: "addonName",
    reason: "Another add-on enforces the policies.",
  },
  {
    control: "lambda-permission-source-bound",
    input: "sourceArn",
    name: "rotation-",
    reason: "The permission names the account, too.",
  },
  {
    control: "malware-no-read-before-clean",
    input: "bucket",
    name: "media-serving-policy",
    reason: "The bucket holds clean copies.",
  },
  {
    control: "k8s-namespace-default-deny",
    input: "spec.policyTypes",
    name: "cluster-secrets-default-deny",
    value: /^\[("Ingress")?\]$/,
    reason: "The namespace's policy for egress selects every pod too.",
  },
  {
    control: "malware-no-read-before-clean",
    input: "bucket",
    name: "audit-access-policy",
    reason: "The bucket holds access logs, and no uploads.",
  },
  // Both are built by the Namespace component: the applications' and that of the admission policies' parameters.
  ...["namespace-", "admission-namespace-"].flatMap((namespace) => [
    {
      control: "k8s-namespace-default-deny",
      input: "spec.policyTypes",
      name: namespace,
      value: /^\[("Ingress")?\]$/,
      reason: "Two policies of the namespace select every pod for egress.",
    },
    {
      control: "k8s-namespace-default-deny",
      input: "spec.podSelector",
      name: `${namespace}basics`,
      reason: "The namespace's default-deny policy selects every pod.",
    },
  ]),
  ...["podMeta.labels", "spec.podSelector"].map((input) => ({
    control: "k8s-workload-covered-by-policy",
    input,
    reason: "The namespace's default-deny policy selects pods whatever their labels.",
  })),
];

/** Why a removal may go unnoticed; undefined when it may not. */
export function harmless(removal: Removal): Harmless | undefined {
  return HARMLESS.find(
    ({ control, input, name = "", value = /^/ }) =>
      control === removal.control &&
      input === removal.input &&
      removal.name.startsWith(name) &&
      value.test(removal.value),
  );
}

/** Every removal from a plan that the rule of its control has to notice. */
export function removalsFrom(plan: Plan, settings: Readonly<Record<string, RuleSettings>>): Removal[] {
  const byId = new Map((catalogue.controls as readonly Control[]).map((control) => [control.id, control] as const));
  return rules.flatMap((rule) => {
    const control = byId.get(rule.id);
    return control === undefined || rule.profile !== "baseline" ? [] : removalsFor(plan, rule, control, settings);
  });
}

function removalsFor(
  plan: Plan,
  rule: Rule,
  control: Control,
  settings: Readonly<Record<string, RuleSettings>>,
): Removal[] {
  const resources = plan.resources.map(resourceData);
  const context = {
    config: rule.config?.parse(settings[rule.id]?.config ?? {}) ?? {},
    environment: plan.environment,
    tier: plan.tier ?? "unknown",
    mode: plan.mode,
  } as const;
  const types = new Set(control.pulumiTypes.map(canonicalType));
  const targets = resources.flatMap(({ type }, target) => (types.has(canonicalType(type)) ? [target] : []));
  if (targets.length === 0) return [];
  const whole: Case = { rule, resources, target: 0, context };
  const { result, reads } = trackPaths(() => verdicts(whole));
  const violated = new Set([...result.complaints].map((key) => key.slice(0, key.lastIndexOf(" "))));
  return targets.flatMap((target) => {
    const data = resources[target];
    if (data === undefined) return [];
    // What a rule of one resource says of the others does not change.
    const own = rule.scope === "resource" ? { resources: [data], target: 0 } : { resources, target };
    const one: Case = { rule, context, known: result.complaints, ...own };
    const isRead = (keys: readonly PathKey[]) => {
      const place = `${data.urn} ${toPointer(keys)}`;
      // What is a violation already, and waived, cannot get worse.
      return holds(reads, place) && !holds(violated, place);
    };
    return weakeningsOf(control, canonicalType(data.type), one, isRead)
      .filter(({ excuse }) => excuse === undefined)
      .map((mutant) => ({ ...mutant, name: data.name }));
  });
}

/** Whether a place, or something in it, is among `places`. */
function holds(places: ReadonlySet<string>, place: string): boolean {
  if (places.has(place)) return true;
  for (const other of places) if (other.startsWith(`${place}/`)) return true;
  return false;
}

const READERS = ["boolean", "number", "string", "items", "strings", "entries", "json"] as const;

/** Runs the rules and notes which properties of which resources they read. */
function trackPaths<T>(run: () => T): { readonly result: T; readonly reads: ReadonlySet<string> } {
  const reads = new Set<string>();
  const note = (property: Property) => void reads.add(`${property.owner} ${property.pointer}`);
  const before = Object.getOwnPropertyDescriptors(Property.prototype);
  for (const name of READERS) {
    const original = before[name].value as (this: Property) => unknown;
    Object.defineProperty(Property.prototype, name, {
      ...before[name],
      value(this: Property) {
        note(this);
        return original.call(this);
      },
    });
  }
  for (const name of ["isSet", "raw"] as const) {
    const original = before[name].get as (this: Property) => unknown;
    Object.defineProperty(Property.prototype, name, {
      ...before[name],
      get(this: Property) {
        note(this);
        return original.call(this);
      },
    });
  }
  try {
    return { result: run(), reads };
  } finally {
    Object.defineProperties(Property.prototype, before);
  }
}
