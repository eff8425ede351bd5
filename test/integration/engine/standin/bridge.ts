import { createHash } from "node:crypto";
import { type WireObject, isWireObject, secret } from "./wire.ts";

/** Types whose name the AWS provider invents when the program gives none, and the input that holds it. */
const AUTONAMED: Readonly<Record<string, string>> = {
  "aws:iam/role:Role": "name",
  "aws:iam/policy:Policy": "name",
  "aws:iam/rolePolicy:RolePolicy": "name",
  "aws:ec2/securityGroup:SecurityGroup": "name",
  "aws:rds/parameterGroup:ParameterGroup": "name",
  "aws:rds/subnetGroup:SubnetGroup": "name",
  "aws:elasticache/subnetGroup:SubnetGroup": "name",
  "aws:elasticache/parameterGroup:ParameterGroup": "name",
  "aws:cloudwatch/logGroup:LogGroup": "name",
  "aws:secretsmanager/secret:Secret": "name",
  "aws:lambda/function:Function": "name",
  "aws:rds/instance:Instance": "identifier",
  "aws:s3/bucket:Bucket": "bucket",
};

/** Defaults that the AWS provider writes into inputs and lists in `__defaults`. */
const DEFAULTS: Readonly<Record<string, WireObject>> = {
  "aws:kms/key:Key": { customerMasterKeySpec: "SYMMETRIC_DEFAULT", isEnabled: true, keyUsage: "ENCRYPT_DECRYPT" },
  "aws:iam/role:Role": { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
  "aws:ec2/securityGroup:SecurityGroup": { revokeRulesOnDelete: false },
  "aws:cloudwatch/logGroup:LogGroup": { skipDestroy: false },
  "aws:secretsmanager/secret:Secret": { forceOverwriteReplicaSecret: false },
};

/** What the AWS and Kubernetes providers do to inputs in Check. Autonames are stable over updates. */
export function bridgeCheck(
  provider: string,
  type: string,
  name: string,
  news: WireObject,
  olds: WireObject,
): WireObject {
  if (provider === "kubernetes") return autonamedObject(type, name, news);
  const checked: WireObject = { ...news };
  const filled: string[] = [];
  const nameKey = AUTONAMED[type];
  if (nameKey !== undefined && checked[nameKey] === undefined && checked[`${nameKey}Prefix`] === undefined) {
    checked[nameKey] = olds[nameKey] ?? `${name}-${suffix(name)}`;
    filled.push(nameKey);
  }
  for (const [key, value] of Object.entries(DEFAULTS[type] ?? {})) {
    if (checked[key] !== undefined) continue;
    checked[key] = value;
    filled.push(key);
  }
  checked["__defaults"] = filled;
  return checked;
}

function autonamedObject(type: string, name: string, news: WireObject): WireObject {
  const metadata = isWireObject(news["metadata"]) ? news["metadata"] : {};
  if (metadata["name"] !== undefined || type.endsWith("List") || type.endsWith("Patch")) return news;
  const annotations = isWireObject(metadata["annotations"]) ? metadata["annotations"] : {};
  return {
    ...news,
    metadata: {
      ...metadata,
      name: `${name}-${suffix(name)}`,
      annotations: { ...annotations, "pulumi.com/autonamed": "true" },
    },
  };
}

function suffix(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 7);
}

/** Bookkeeping and secret marks that the providers put on outputs. */
export function bridgeOutputs(provider: string, type: string, outputs: WireObject, preview: boolean): WireObject {
  const { __defaults: _defaults, ...visible } = outputs;
  if (provider === "kubernetes") return { ...visible, __initialApiVersion: visible["apiVersion"] ?? "v1" };
  if (provider === "random" && !preview) {
    for (const key of ["result", "hex", "base64", "bcryptHash"]) {
      if (visible[key] !== undefined && type !== "random:index/randomId:RandomId") visible[key] = secret(visible[key]);
    }
  }
  if (provider === "aws") visible["tagsAll"] = visible["tags"] ?? {};
  return visible;
}
