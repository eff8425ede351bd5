import { createHash } from "node:crypto";

/** Account and region that made-up ARNs carry unless the inputs name a region. */
export const MOCK_ACCOUNT = "111122223333";
const MOCK_REGION = "eu-west-1";

/** What a made-up output may depend on. */
export interface MockResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Computes the outputs of one resource type; they are added to the inputs, which are always echoed. */
export type MockOutputs = (resource: MockResource) => Record<string, unknown>;

/** Hexadecimal text that is stable for a seed, for ids. */
function hexOf(seed: string, length: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, length);
}

const idPrefixes: Readonly<Record<string, string>> = {
  "aws:ec2/eip:Eip": "eipalloc",
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": "acl",
  "aws:ec2/defaultRouteTable:DefaultRouteTable": "rtb",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "sg",
  "aws:ec2/flowLog:FlowLog": "fl",
  "aws:ec2/internetGateway:InternetGateway": "igw",
  "aws:ec2/natGateway:NatGateway": "nat",
  "aws:ec2/routeTable:RouteTable": "rtb",
  "aws:ec2/securityGroup:SecurityGroup": "sg",
  "aws:ec2/subnet:Subnet": "subnet",
  "aws:ec2/vpc:Vpc": "vpc",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "vpce",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "sgr",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "sgr",
};

/** The name in AWS: what the program chose, else what the bridge would make of the resource's name. */
function awsName({ name, inputs }: MockResource): string {
  return text(inputs.name) ?? text(inputs.bucket) ?? text(inputs.identifier) ?? `${name}-${hexOf(name, 7)}`;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function region({ inputs }: MockResource): string {
  return text(inputs.region) ?? MOCK_REGION;
}

function arn(service: string, resource: MockResource, rest: string): string {
  return `arn:aws:${service}:${region(resource)}:${MOCK_ACCOUNT}:${rest}`;
}

/** Outputs by type, where the generic ones below do not fit. Add a line for each type whose outputs you read. */
const byType: Readonly<Record<string, MockOutputs>> = {
  "aws:acm/certificate:Certificate": (it) => {
    const names = [text(it.inputs.domainName), ...((it.inputs.subjectAlternativeNames as string[] | undefined) ?? [])];
    return {
      arn: arn("acm", it, `certificate/${hexOf(it.name, 8)}`),
      domainValidationOptions: names.map((domainName) => ({
        domainName,
        // A wildcard and its parent share one validation record.
        resourceRecordName: `_${hexOf(String(domainName).replace(/^\*\./, ""), 12)}.${String(domainName).replace(/^\*\./, "")}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: `_${hexOf(`value ${String(domainName).replace(/^\*\./, "")}`, 12)}.acm-validations.aws.`,
      })),
    };
  },
  "aws:acm/certificateValidation:CertificateValidation": () => ({}),
  "aws:amp/workspace:Workspace": (it) => {
    const id = `ws-${hexOf(it.name, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")}`;
    return {
      arn: arn("aps", it, `workspace/${id}`),
      prometheusEndpoint: `https://aps-workspaces.${region(it)}.amazonaws.com/workspaces/${id}/`,
    };
  },
  "aws:cloudwatch/logGroup:LogGroup": (it) => ({ arn: arn("logs", it, `log-group:${awsName(it)}`), name: awsName(it) }),
  "aws:ec2/eip:Eip": () => ({ publicIp: "192.0.2.10" }),
  "aws:ec2/vpc:Vpc": (it) => ({
    arn: arn("ec2", it, `vpc/vpc-${hexOf(it.name, 17)}`),
    cidrBlock: it.inputs.cidrBlock,
    defaultRouteTableId: `rtb-${hexOf(`${it.name} default`, 17)}`,
    defaultNetworkAclId: `acl-${hexOf(`${it.name} default`, 17)}`,
    defaultSecurityGroupId: `sg-${hexOf(`${it.name} default`, 17)}`,
    mainRouteTableId: `rtb-${hexOf(`${it.name} default`, 17)}`,
  }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": (it) => ({
    arn: arn("ec2", it, `vpc-endpoint/vpce-${hexOf(it.name, 17)}`),
    prefixListId: `pl-${hexOf(it.name, 8)}`,
  }),
  "aws:eks/cluster:Cluster": (it) => ({
    arn: arn("eks", it, `cluster/${awsName(it)}`),
    name: awsName(it),
    endpoint: `https://${hexOf(it.name, 32).toUpperCase()}.gr7.${region(it)}.eks.amazonaws.com`,
    certificateAuthority: { data: "LS0tLS1CRUdJTi==" },
    certificateAuthorities: [{ data: "LS0tLS1CRUdJTi==" }],
    identities: [{ oidcs: [{ issuer: `https://oidc.eks.${region(it)}.amazonaws.com/id/${hexOf(it.name, 32)}` }] }],
    vpcConfig: {
      ...(it.inputs.vpcConfig as object | undefined),
      clusterSecurityGroupId: `sg-${hexOf(`${it.name} cluster`, 17)}`,
      vpcId: `vpc-${hexOf("vpc", 17)}`,
    },
  }),
  "aws:elasticache/replicationGroup:ReplicationGroup": (it) => ({
    arn: arn("elasticache", it, `replicationgroup:${text(it.inputs.replicationGroupId) ?? it.name}`),
    primaryEndpointAddress: `master.${it.name}.abc123.euw1.cache.amazonaws.com`,
    readerEndpointAddress: `replica.${it.name}.abc123.euw1.cache.amazonaws.com`,
    memberClusters: [`${it.name}-001`, `${it.name}-002`],
  }),
  "aws:docdb/cluster:Cluster": (it) => ({
    arn: arn("rds", it, `cluster:${text(it.inputs.clusterIdentifier) ?? it.name}`),
    clusterIdentifier: text(it.inputs.clusterIdentifier) ?? it.name,
    endpoint: `${it.name}.cluster-abc123.${region(it)}.docdb.amazonaws.com`,
    readerEndpoint: `${it.name}.cluster-ro-abc123.${region(it)}.docdb.amazonaws.com`,
    masterUserSecrets: [
      {
        secretArn: arn("secretsmanager", it, `secret:rds!cluster-${hexOf(it.name, 8)}-AbCdEf`),
        secretStatus: "active",
        kmsKeyId: arn("kms", it, "key/default"),
      },
    ],
  }),
  "aws:elasticache/user:User": (it) => ({ arn: arn("elasticache", it, `user:${text(it.inputs.userId) ?? it.name}`) }),
  "aws:elasticache/userGroup:UserGroup": (it) => ({
    arn: arn("elasticache", it, `usergroup:${text(it.inputs.userGroupId) ?? it.name}`),
  }),
  "aws:iam/policy:Policy": (it) => ({ arn: `arn:aws:iam::${MOCK_ACCOUNT}:policy/${awsName(it)}`, name: awsName(it) }),
  "aws:iam/role:Role": (it) => ({
    arn: `arn:aws:iam::${MOCK_ACCOUNT}:role/${awsName(it)}`,
    name: awsName(it),
    uniqueId: `AROA${hexOf(it.name, 17).toUpperCase()}`,
  }),
  "aws:kms/key:Key": (it) => {
    const id = hexOf(it.name, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    return { arn: arn("kms", it, `key/${id}`), keyId: id };
  },
  "aws:kms/alias:Alias": (it) => ({ arn: arn("kms", it, awsName(it)), name: awsName(it) }),
  "aws:lambda/function:Function": (it) => ({
    arn: arn("lambda", it, `function:${awsName(it)}`),
    name: awsName(it),
    qualifiedArn: arn("lambda", it, `function:${awsName(it)}:1`),
    version: "1",
  }),
  "aws:rds/instance:Instance": (it) => ({
    arn: arn("rds", it, `db:${text(it.inputs.identifier) ?? it.name}`),
    identifier: text(it.inputs.identifier) ?? it.name,
    resourceId: `db-${hexOf(it.name, 26).toUpperCase()}`,
    address: `${it.name}.abc123.${region(it)}.rds.amazonaws.com`,
    endpoint: `${it.name}.abc123.${region(it)}.rds.amazonaws.com:5432`,
    port: it.inputs.port ?? 5432,
    masterUserSecrets: [
      {
        secretArn: arn("secretsmanager", it, `secret:rds!db-${hexOf(it.name, 8)}-AbCdEf`),
        secretStatus: "active",
        kmsKeyId: it.inputs.masterUserSecretKmsKeyId ?? arn("kms", it, "key/default"),
      },
    ],
  }),
  "aws:route53/record:Record": (it) => ({ fqdn: String(it.inputs.name).replace(/\.$/, "") }),
  "aws:s3/bucket:Bucket": (it) => ({
    arn: `arn:aws:s3:::${awsName(it)}`,
    bucket: awsName(it),
    bucketRegionalDomainName: `${awsName(it)}.s3.${region(it)}.amazonaws.com`,
  }),
  "aws:secretsmanager/secret:Secret": (it) => ({
    arn: arn("secretsmanager", it, `secret:${awsName(it)}-AbCdEf`),
    name: awsName(it),
  }),
  "aws:secretsmanager/secretVersion:SecretVersion": () => ({ versionId: "00000000-0000-0000-0000-000000000001" }),
  "aws:sns/topic:Topic": (it) => ({ arn: arn("sns", it, awsName(it)), name: awsName(it) }),
  "aws:sqs/queue:Queue": (it) => ({
    arn: arn("sqs", it, awsName(it)),
    name: awsName(it),
    url: `https://sqs.${region(it)}.amazonaws.com/${MOCK_ACCOUNT}/${awsName(it)}`,
  }),
  "random:index/randomBytes:RandomBytes": (it) => {
    const bytes = fakeBytes(it.name, Number(it.inputs.length));
    return { base64: bytes.toString("base64"), hex: bytes.toString("hex") };
  },
  "random:index/randomPassword:RandomPassword": (it) => ({
    result: fakeBytes(it.name, Number(it.inputs.length)).toString("hex").slice(0, Number(it.inputs.length)),
  }),
};

/** Resource types whose id is their ARN, as the real provider has it. */
const idIsArn = /^aws:(acm\/certificate|lb\/|secretsmanager\/secret:|sns\/topic:|iam\/policy:|codebuild\/)/;
/** Resource types whose id is the name in AWS. */
const idIsName = /^aws:(iam\/role:|cloudwatch\/logGroup:|s3\/bucket:|eks\/cluster:|kms\/alias:)/;

/** The outputs and id of any resource; `extra` wins over the tables here. */
export function outputsOf(resource: MockResource, extra: MockOutputs | undefined): { id: string; outputs: object } {
  const generic = resource.type.startsWith("aws:") ? awsGeneric(resource) : {};
  const outputs: Record<string, unknown> = { ...generic, ...byType[resource.type]?.(resource), ...extra?.(resource) };
  return { id: text(outputs.id) ?? idOf(resource, outputs), outputs };
}

function awsGeneric(resource: MockResource): Record<string, unknown> {
  const [service = "", kind = ""] = (resource.type.split(":")[1] ?? "").split("/");
  return {
    arn: arn(service, resource, `${kind}/${awsName(resource)}`),
    name: awsName(resource),
    region: region(resource),
    tagsAll: resource.inputs.tags ?? {},
  };
}

function idOf(resource: MockResource, outputs: Record<string, unknown>): string {
  const prefix = idPrefixes[resource.type];
  if (prefix !== undefined) return `${prefix}-${hexOf(resource.name, 17)}`;
  if (resource.type === "aws:kms/key:Key") return String(outputs.keyId);
  if (idIsArn.test(resource.type)) return String(outputs.arn);
  if (idIsName.test(resource.type)) return String(outputs.name ?? outputs.bucket);
  return `${resource.name}-id`;
}

/** Stable bytes that stand for random ones; never a real secret. */
function fakeBytes(seed: string, length: number): Buffer {
  const chunks: Buffer[] = [];
  for (let size = 0; size < length; size += 32) {
    chunks.push(createHash("sha256").update(`${seed} ${size}`).digest());
  }
  return Buffer.concat(chunks).subarray(0, length);
}
