import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { evaluate } from "../../engine/evaluate.ts";
import type { Plan, PlanResource } from "../../engine/plan.ts";
import { recordProgram } from "../../engine/record/index.ts";
import { parsePolicyConfig } from "../../engine/policy-config.ts";
import { rules } from "../../policies/rules/index.ts";
import policyConfig from "../../rampart.policy.json" with { type: "json" };
import { waivers } from "../../stacks/waivers.ts";

/** What our components harden, taken away one at a time, the way a careless edit of a component would. */
interface Weakening {
  readonly what: string;
  readonly type: string;
  /** Start of the resource's name; default: any of the type. */
  readonly name?: string;
  readonly weaken: (inputs: any) => void;
  /** Instead of changing the resource, leave it out. */
  readonly remove?: boolean;
  readonly rule: string;
  readonly path: RegExp;
  /** File of the declaring line. */
  readonly file: RegExp;
}

const container = (inputs: any): any => inputs.spec.template.spec.containers[0];
const DEPLOYMENT = { type: "kubernetes:apps/v1:Deployment", name: "api", file: /^components\/_workload-running\.ts$/ };
const INSTANCE = { type: "aws:rds/instance:Instance", file: /^components\/database\.ts$/ };
const POOLER_CONFIG = { type: "kubernetes:core/v1:ConfigMap", name: "pooler-config", file: /^components\/pooler\.ts$/ };
const inIni = (from: string, to: string) => (inputs: any) => {
  const before: string = inputs.data["pgbouncer.ini"];
  inputs.data["pgbouncer.ini"] = before.replace(from, to);
  expect(inputs.data["pgbouncer.ini"]).not.toBe(before);
};

const WEAKENINGS: readonly Weakening[] = [
  {
    what: "an unencrypted database",
    ...INSTANCE,
    weaken: (i) => (i.storageEncrypted = false),
    rule: "rds-storage-encrypted",
    path: /^\/storageEncrypted$/,
  },
  {
    what: "a public database",
    ...INSTANCE,
    weaken: (i) => (i.publiclyAccessible = true),
    rule: "rds-not-publicly-accessible",
    path: /^\/publiclyAccessible$/,
  },
  {
    what: "no force_ssl",
    type: "aws:rds/parameterGroup:ParameterGroup",
    file: INSTANCE.file,
    weaken: (i) =>
      (i.parameters = i.parameters.map((one: any) => (one.name === "rds.force_ssl" ? { ...one, value: "0" } : one))),
    rule: "rds-postgres-force-ssl",
    path: /^\/parameterGroupName$/,
  },
  {
    what: "5432 open to the world",
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: "pooler-pods-into",
    weaken: (i) => {
      delete i.referencedSecurityGroupId;
      i.cidrIpv4 = "0.0.0.0/0";
    },
    rule: "sg-no-public-high-risk-ports",
    path: /^\/cidrIpv4$/,
    file: /^components\/_pod-security-group\.ts$/,
  },
  {
    what: "a cluster endpoint for everybody",
    type: "aws:eks/cluster:Cluster",
    weaken: (i) => (i.vpcConfig.publicAccessCidrs = ["0.0.0.0/0"]),
    rule: "eks-public-cidrs-restricted",
    path: /^\/vpcConfig\/publicAccessCidrs/,
    file: /^components\/cluster\.ts$/,
  },
  {
    what: "a cache without TLS",
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    weaken: (i) => (i.transitEncryptionEnabled = false),
    rule: "elasticache-transit-encryption",
    path: /^\/transitEncryption/,
    file: /^components\/_caches-store\.ts$/,
  },
  {
    what: "a key for anybody",
    type: "aws:kms/keyPolicy:KeyPolicy",
    weaken: (i) =>
      (i.policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }],
      })),
    rule: "kms-key-policy-no-wildcard-principal",
    path: /^\/policy$/,
    file: /^components\/keys\.ts$/,
  },
  {
    what: "a container as root",
    ...DEPLOYMENT,
    weaken: (i) => {
      i.spec.template.spec.securityContext.runAsNonRoot = false;
      container(i).securityContext.runAsNonRoot = false;
    },
    rule: "pss-restricted-run-as-non-root",
    path: /runAsNonRoot$/,
  },
  {
    what: "a user id of 0",
    ...DEPLOYMENT,
    weaken: (i) => {
      i.spec.template.spec.securityContext.runAsUser = 0;
      container(i).securityContext.runAsUser = 0;
    },
    rule: "pss-restricted-run-as-user-non-zero",
    path: /runAsUser$/,
  },
  {
    what: "a privileged container",
    ...DEPLOYMENT,
    weaken: (i) => (container(i).securityContext.privileged = true),
    rule: "pss-baseline-privileged",
    path: /\/containers\/0\/securityContext\/privileged$/,
  },
  {
    what: "a writable root",
    ...DEPLOYMENT,
    weaken: (i) => (container(i).securityContext.readOnlyRootFilesystem = false),
    rule: "k8s-read-only-root-fs",
    path: /readOnlyRootFilesystem$/,
  },
  {
    what: "no memory limit",
    ...DEPLOYMENT,
    weaken: (i) => delete container(i).resources.limits,
    rule: "k8s-memory-limits",
    path: /\/containers\/0\/resources/,
  },
  {
    what: "an image by tag",
    ...DEPLOYMENT,
    weaken: (i) => (container(i).image = container(i).image.replace(/@sha256:.*/, ":1.4.2")),
    rule: "k8s-image-digest",
    path: /\/containers\/0\/image$/,
  },
  {
    what: "a secret in plain env",
    ...DEPLOYMENT,
    weaken: (i) => container(i).env.push({ name: "STRIPE_SECRET_KEY", value: "sk_live_4eC39HqLyjWDarjtT1zdp7dc" }),
    rule: "k8s-no-secrets-in-env-literals",
    path: /\/containers\/0\/env\/\d+/,
  },
  {
    what: "md5 in PgBouncer",
    ...POOLER_CONFIG,
    weaken: inIni("auth_type = scram-sha-256", "auth_type = md5"),
    rule: "pgbouncer-auth-scram",
    path: /pgbouncer\.ini$/,
  },
  {
    what: "PgBouncer without server TLS",
    ...POOLER_CONFIG,
    weaken: inIni("server_tls_sslmode = verify-full", "server_tls_sslmode = disable"),
    rule: "pgbouncer-server-tls-verify",
    path: /pgbouncer\.ini$/,
  },
  {
    what: "PgBouncer without client TLS",
    ...POOLER_CONFIG,
    weaken: inIni("client_tls_sslmode = require", "client_tls_sslmode = disable"),
    rule: "pgbouncer-client-tls",
    path: /pgbouncer\.ini$/,
  },
];

const settings = parsePolicyConfig(policyConfig, rules, "rampart.policy.json");
let plan: Plan;
beforeAll(async () => {
  plan = await recordProgram({
    programDir: fileURLToPath(new URL("../..", import.meta.url)),
    stack: "staging",
    environment: "staging",
    tier: "nonprod",
  });
});

function judge(resources: readonly PlanResource[]) {
  return evaluate({ ...plan, resources }, { rules, settings, waivers, today: "2026-12-01" });
}

describe("our own staging", () => {
  test("has no violation and nothing undecided, and says how many passes are assumed", () => {
    const { summary, findings } = judge(plan.resources);
    expect(findings.filter(({ waiver, level }) => waiver === undefined && level === "mandatory")).toEqual([]);
    expect(summary).toMatchObject({ undecided: 0 });
    expect(summary.assumed).toBeGreaterThan(0);
    expect(summary.pass).toBeGreaterThan(800);
  });

  test.each(WEAKENINGS.map((one) => [one.what, one] as const))("with %s fails at the declaring line", (_what, one) => {
    const subject = plan.resources.find(({ type, name }) => type === one.type && name.startsWith(one.name ?? ""));
    if (subject === undefined) throw new Error(`no ${one.type} ${one.name ?? ""} in the plan`);
    const inputs = structuredClone(subject.inputs);
    one.weaken(inputs);
    const { findings, mandatoryFailures } = judge(
      plan.resources.map((it) => (it === subject ? { ...it, inputs } : it)),
    );
    const found = findings.filter(({ rule }) => rule === one.rule);
    expect(found.map(({ verdict, level }) => [verdict, level])).toContainEqual(["fail", "mandatory"]);
    expect(found[0]?.path).toMatch(one.path);
    expect(found[0]?.source?.file).toMatch(one.file);
    expect(found[0]?.source?.line).toBeGreaterThan(1);
    expect(mandatoryFailures).toBeGreaterThan(0);
  });

  test("without the default-deny policy fails", () => {
    const isDefaultDeny = ({ type, inputs }: PlanResource) =>
      type === "kubernetes:networking.k8s.io/v1:NetworkPolicy" &&
      (inputs as any).metadata.name === "default-deny" &&
      (inputs as any).metadata.namespace === "mahaseel";
    expect(plan.resources.some(isDefaultDeny)).toBe(true);
    const { findings } = judge(plan.resources.filter((resource) => !isDefaultDeny(resource)));
    const found = findings.filter(({ rule, verdict }) => rule === "k8s-namespace-default-deny" && verdict === "fail");
    expect(found.map(({ source }) => source?.file)).toEqual(["components/namespace.ts"]);
  });
});
