import { hash } from "node:crypto";
import { type Properties, SIMULATED_TOKEN, Secret, UNKNOWN, type Value, isObject } from "../../policies/value.ts";
import { type Fixtures, findInvoke, fixtureValues } from "./fixtures.ts";
import { iamPolicyDocument } from "./policy-document.ts";
import { EXAMPLE_ACCOUNT, EXAMPLE_REGION } from "./simulated/sim.ts";

/** The answer to a provider function. No result: nothing of it is known. */
export interface Answer {
  readonly from: "fixture" | "built-in" | "unknown";
  readonly result?: Properties;
}

export interface InvokeContext {
  readonly fixtures: Fixtures;
  readonly region: string | undefined;
  readonly accountId: string | undefined;
}

interface BuiltInContext {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly dnsSuffix: string;
}

type BuiltIn = (args: Properties, context: BuiltInContext) => Properties | undefined | Promise<Properties | undefined>;

/** Answers a call from the fixtures, else from what is true of AWS without asking it, else not at all. */
export async function answerInvoke(
  token: string,
  args: Properties,
  { fixtures, region, accountId }: InvokeContext,
): Promise<Answer> {
  const opened = openSecrets(args) as Properties;
  const fixture = findInvoke(fixtures, token, opened);
  if (fixture !== undefined) return { from: "fixture", result: fixtureValues(fixture.result) };
  const builtIn = BUILT_IN[token];
  const result = await builtIn?.(opened, contextOf(region, accountId));
  return result === undefined ? { from: "unknown" } : { from: "built-in", result };
}

/** The SDK marks the whole answer as secret when an argument was. */
function openSecrets(value: Value): Value {
  if (value instanceof Secret) return openSecrets(value.value ?? null);
  if (Array.isArray(value)) return value.map((item: Value) => openSecrets(item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, openSecrets(item)]));
}

function contextOf(known: string | undefined, accountId: string | undefined): BuiltInContext {
  const region = known ?? EXAMPLE_REGION;
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return {
    region,
    accountId: accountId ?? EXAMPLE_ACCOUNT,
    partition,
    dnsSuffix: partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
  };
}

/** A text that looks like the real one, recognisable as none. */
function simulated(prefix: string, label: string, length: number): string {
  return prefix + (SIMULATED_TOKEN + hash("sha256", label, "hex")).slice(0, length);
}

const callerIdentity: BuiltIn = (_, { accountId, partition }) => ({
  id: accountId,
  accountId,
  arn: simulated(`arn:${partition}:iam::${accountId}:role/`, "caller", 12),
  userId: simulated("AROA", "caller id", 17),
});

const region: BuiltIn = (args, context) => {
  const name = typeof args["name"] === "string" ? args["name"] : context.region;
  return { id: name, name, region: name, endpoint: `ec2.${name}.${context.dnsSuffix}`, description: UNKNOWN };
};

const partition: BuiltIn = (_, { partition: id, dnsSuffix }) => ({
  id,
  partition: id,
  dnsSuffix,
  reverseDnsPrefix: dnsSuffix.split(".").toReversed().join("."),
});

/** Every region has at least the zones a, b and c, with the exceptions that are known. */
const TWO_ZONES = new Set(["us-west-1", "ca-west-1"]);

const availabilityZones: BuiltIn = (args, context) => {
  const name = typeof args["region"] === "string" ? args["region"] : context.region;
  const names = (TWO_ZONES.has(name) ? ["a", "b"] : ["a", "b", "c"]).map((letter) => name + letter);
  return {
    id: name,
    names,
    zoneIds: names.map((zone) => simulated(`${zone}-`, zone, 8)),
    groupNames: [name],
    region: name,
  };
};

const ami: BuiltIn = (args, context) => {
  const id = simulated("ami-", JSON.stringify([args, context.region]), 17);
  return {
    id,
    imageId: id,
    arn: `arn:${context.partition}:ec2:${context.region}::image/${id}`,
    name: UNKNOWN,
    architecture: UNKNOWN,
  };
};

/** A document is computed exactly: the provider computes it without asking AWS, too. */
const policyDocument: BuiltIn = (args) => {
  const json = iamPolicyDocument(args);
  const id = typeof json === "string" ? String(hash32(json)) : UNKNOWN;
  return { id, json, minifiedJson: typeof json === "string" ? JSON.stringify(JSON.parse(json)) : UNKNOWN };
};

/** The provider names a document by its CRC; any stable number serves, nothing may depend on it. */
function hash32(text: string): number {
  return Number.parseInt(hash("sha256", text, "hex").slice(0, 8), 16);
}

/** EKS versions in standard support, newest first, in November 2026. */
const CLUSTER_VERSIONS = ["1.36", "1.35", "1.34"];

const clusterVersions: BuiltIn = (args) => {
  if (args["clusterType"] !== undefined && args["clusterType"] !== "eks") return undefined;
  return {
    id: "eks",
    clusterVersions: CLUSTER_VERSIONS.map((version, index) => ({
      clusterVersion: version,
      clusterType: "eks",
      defaultVersion: index === 0,
      versionStatus: "STANDARD_SUPPORT",
      status: "standard-support",
    })),
  };
};

const addonVersion: BuiltIn = (args) => {
  const label = JSON.stringify(args);
  return {
    id: typeof args["addonName"] === "string" ? args["addonName"] : UNKNOWN,
    version: simulated("v1.0.0-eksbuild.", label, 8),
    addonName: args["addonName"] ?? UNKNOWN,
    kubernetesVersion: args["kubernetesVersion"] ?? UNKNOWN,
    mostRecent: args["mostRecent"] ?? false,
  };
};

/** Splits manifests as the provider does: every document, lists opened. */
const decodeYaml: BuiltIn = async (args) => {
  const text = args["text"];
  if (typeof text !== "string") return undefined;
  const { parseAllDocuments } = await import("yaml");
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return { result: [] };
  const result: Value[] = [];
  for (const document of documents) {
    if (document.errors.length > 0) return undefined;
    const object = document.toJS() as Value;
    if (object === null) continue;
    const items =
      (object as { kind?: unknown; items?: unknown }).kind === "List"
        ? (object as { items?: Value[] }).items
        : undefined;
    result.push(...(items ?? [object]));
  }
  return { result };
};

const BUILT_IN: Readonly<Record<string, BuiltIn>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": callerIdentity,
  "aws:index/getRegion:getRegion": region,
  "aws:index/getPartition:getPartition": partition,
  "aws:index/getAvailabilityZones:getAvailabilityZones": availabilityZones,
  "aws:ec2/getAmi:getAmi": ami,
  "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
  "aws:eks/getClusterVersions:getClusterVersions": clusterVersions,
  "aws:eks/getAddonVersion:getAddonVersion": addonVersion,
  "kubernetes:yaml:decode": decodeYaml,
};
