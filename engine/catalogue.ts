import catalogue from "../policies/catalogue.json" with { type: "json" };
import type { Profile, Severity } from "../policies/rule.ts";

/** What the catalogue of controls says of one; a rule has the id of its control. */
export interface Control {
  readonly id: string;
  readonly area: string;
  readonly title: string;
  readonly severity: Severity;
  readonly profile: Profile;
  readonly pulumiTypes: readonly string[];
  /** Paths of the inputs that decide, such as `ingress[].cidrBlocks`; macros begin with a capital or `$`. */
  readonly inputs: readonly string[];
  readonly note?: string;
  readonly changeForcesReplacement?: boolean;
  readonly optInFix?: boolean;
  /** By framework or tool: the ids under which it knows the same idea. */
  readonly refs: Readonly<Record<string, readonly string[]>>;
}

export const controls: ReadonlyMap<string, Control> = new Map(
  (catalogue.controls as unknown as readonly Control[]).map((control) => [control.id, control]),
);

/** In the order in which the documentation goes through them. */
export const areas: readonly string[] = catalogue.areas;

export interface Framework {
  readonly name: string;
  /** `standard`: something one is audited by; `tool`: another scanner, for those who come from it. */
  readonly kind: "standard" | "tool";
}

const FRAMEWORKS: Readonly<Record<string, Framework>> = {
  "cisAws7.0": { name: "CIS AWS Foundations 7.0", kind: "standard" },
  "cisAws5.0": { name: "CIS AWS Foundations 5.0", kind: "standard" },
  "cisEks1.4": { name: "CIS Amazon EKS 1.4", kind: "standard" },
  "cisKubernetes2.0.1": { name: "CIS Kubernetes 2.0.1", kind: "standard" },
  fsbp: { name: "AWS Foundational Security Best Practices", kind: "standard" },
  podSecurityStandards: { name: "Pod Security Standards", kind: "standard" },
  "nsaK8s1.0": { name: "NSA/CISA Kubernetes Hardening 1.0", kind: "standard" },
  "nist800-53r5": { name: "NIST 800-53 R5 (rules of cdk-nag)", kind: "standard" },
  "pciDss3.2.1": { name: "PCI DSS 3.2.1 (rules of cdk-nag)", kind: "standard" },
  hipaa: { name: "HIPAA Security (rules of cdk-nag)", kind: "standard" },
  checkov: { name: "checkov", kind: "tool" },
  trivy: { name: "Trivy", kind: "tool" },
  cdkNag: { name: "cdk-nag", kind: "tool" },
  prowler: { name: "Prowler", kind: "tool" },
  awsguard: { name: "AWSGuard", kind: "tool" },
  kubeLinter: { name: "kube-linter", kind: "tool" },
  kubeScore: { name: "kube-score", kind: "tool" },
};

/** cdk-nag names its rules by the pack they are of; these packs follow a standard. */
const CDK_NAG_PACKS: readonly (readonly [prefix: string, framework: string])[] = [
  ["NIST.800.53.R5-", "nist800-53r5"],
  ["PCI.DSS.321-", "pciDss3.2.1"],
  ["HIPAA.Security-", "hipaa"],
];

export function framework(key: string): Framework {
  return FRAMEWORKS[key] ?? { name: key, kind: "tool" };
}

/** Keys of every framework that some control refers to, standards first. */
export const frameworks: readonly string[] = Object.keys(FRAMEWORKS);

/** What each framework calls the control. */
export function referencesOf(control: Control): ReadonlyMap<string, readonly string[]> {
  const references = new Map<string, readonly string[]>();
  for (const key of frameworks) {
    const pack = CDK_NAG_PACKS.find(([, name]) => name === key)?.[0];
    const ids = pack === undefined ? control.refs[key] : control.refs["cdkNag"]?.filter((id) => id.startsWith(pack));
    if (ids !== undefined && ids.length > 0) references.set(key, ids);
  }
  return references;
}
