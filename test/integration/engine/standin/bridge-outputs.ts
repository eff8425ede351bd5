import { bridgeServices } from "./bridge-services.ts";
import { CANARY, type Make, Maker, joined, named } from "./maker.ts";
import type { Computed, Created } from "./outputs.ts";
import { isWireObject, plain, secret, type WireObject } from "./wire.ts";

/**
 * What the real providers would compute, as far as programs read it: made here from what their documentation says
 * of each type, and on purpose without a look at the recorder's tables. A type that is missing gets an id and an
 * ARN; a program that reads more of it then shows as a difference between the engine's state and the offline plan.
 */
export function bridgeValues(resource: Created): Computed {
  const { type } = resource;
  const made = (BY_TYPE[type] ?? fallbackOf(type))(new Maker(resource));
  const { id, ...outputs } = made;
  return { id: typeof id === "string" ? id : "", outputs };
}

function fallbackOf(type: string): Make {
  if (type.startsWith("kubernetes:")) return kubernetesObject;
  if (!type.startsWith("aws:")) return (of) => ({ id: of.hex("id", 20) });
  const service = type.slice("aws:".length).split("/")[0] as string;
  return (of) => ({ id: of.hex("id", 17), arn: of.arn(service, `thing/${of.hex("arn", 12)}`) });
}

/** A resource of EC2: the prefix of its id is also the kind in its ARN, unless another is given. */
function ec2(prefix: string, kind: string, more: Make = () => ({})): Make {
  return (of) => {
    const id = `${prefix}-0${of.hex("id", 16)}`;
    return { id, arn: of.arn("ec2", `${kind}/${id}`), ...more(of) };
  };
}

const secretVersion: Make = (of) => ({
  id: `${of.text("secretId")}|${of.uuid("version")}`,
  arn: of.text("secretId"),
  versionId: of.uuid("version"),
});

const databaseInstance: Make = (of) => {
  const address = `${of.text("identifier")}.c${of.hex("host", 11)}.${of.region}.rds.amazonaws.com`;
  const port = of.number("port") || 5432;
  return {
    id: `db-${of.hex("id", 26).toUpperCase()}`,
    resourceId: `db-${of.hex("id", 26).toUpperCase()}`,
    arn: of.arn("rds", `db:${of.text("identifier")}`),
    address,
    endpoint: `${address}:${port}`,
    port,
    hostedZoneId: `Z1${of.hex("zone", 11).toUpperCase()}`,
    masterUserSecrets: [
      {
        kmsKeyId: of.text("masterUserSecretKmsKeyId"),
        secretArn: of.arn("secretsmanager", `secret:rds!db-${of.uuid("master")}-${of.hex("suffix", 6)}`),
        secretStatus: "active",
      },
    ],
    status: "available",
  };
};

const replicationGroup: Make = (of) => {
  const id = of.text("replicationGroupId");
  const host = `${of.hex("host", 6)}.euc1.cache.amazonaws.com`;
  return {
    id,
    arn: of.arn("elasticache", `replicationgroup:${id}`),
    primaryEndpointAddress: `master.${id}.${host}`,
    readerEndpointAddress: `replica.${id}.${host}`,
    configurationEndpointAddress: `clustercfg.${id}.${host}`,
    port: of.number("port") || 6379,
    clusterEnabled: false,
  };
};

const eksCluster: Make = (of) => ({
  id: of.text("name"),
  arn: of.arn("eks", `cluster/${of.text("name")}`),
  endpoint: `https://${of.hex("endpoint", 32).toUpperCase()}.gr7.${of.region}.eks.amazonaws.com`,
  certificateAuthority: { data: Buffer.from(`-----BEGIN CERTIFICATE----- ${of.hex("ca", 64)}`).toString("base64") },
  certificateAuthorities: [{ data: Buffer.from(of.hex("ca", 64)).toString("base64") }],
  identities: [{ oidcs: [{ issuer: `https://oidc.eks.${of.region}.amazonaws.com/id/${of.hex("oidc", 32)}` }] }],
  platformVersion: "eks.7",
  status: "ACTIVE",
  vpcConfig: { clusterSecurityGroupId: `sg-0${of.hex("sg", 16)}`, vpcId: `vpc-0${of.hex("vpc", 16)}` },
});

const certificate: Make = (of) => {
  const others = of.input("subjectAlternativeNames");
  const domains = [of.text("domainName"), ...(Array.isArray(others) ? others.map(String) : [])];
  return {
    id: of.arn("acm", `certificate/${of.uuid("id")}`),
    arn: of.arn("acm", `certificate/${of.uuid("id")}`),
    status: "PENDING_VALIDATION",
    domainValidationOptions: [...new Set(domains)].map((domainName) => ({
      domainName,
      resourceRecordName: `_${of.hex(domainName, 32)}.${domainName.replace(/^\*\./, "")}.`,
      resourceRecordType: "CNAME",
      resourceRecordValue: `_${of.hex(`${domainName} value`, 32)}.djqtsrsxkq.acm-validations.aws.`,
    })),
  };
};

const lambda: Make = (of) => {
  const arn = of.arn("lambda", `function:${of.text("name")}`);
  return {
    id: of.text("name"),
    arn,
    qualifiedArn: `${arn}:$LATEST`,
    invokeArn: `arn:aws:apigateway:${of.region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
    codeSha256: Buffer.from(of.hex("code", 64), "hex").toString("base64"),
    version: "$LATEST",
  };
};

function kubernetesObject(of: Maker): WireObject {
  const metadata = of.input("metadata");
  const given = isWireObject(metadata) ? metadata : {};
  const text = (key: string): string => {
    const value = plain(given[key]);
    return typeof value === "string" ? value : "";
  };
  const [name, namespace] = [text("name"), text("namespace")];
  return {
    id: namespace === "" ? name : `${namespace}/${name}`,
    metadata: {
      uid: of.uuid("uid"),
      resourceVersion: "4711",
      generation: 1,
      creationTimestamp: "2026-01-01T00:00:00Z",
    },
    ...(of.resource.type.endsWith(":Service") && { status: { loadBalancer: {} } }),
  };
}

const BY_TYPE: Readonly<Record<string, Make>> = {
  ...bridgeServices,
  "aws:ec2/vpc:Vpc": ec2("vpc", "vpc", (of) => ({
    defaultNetworkAclId: `acl-0${of.hex("acl", 16)}`,
    defaultRouteTableId: `rtb-0${of.hex("rtb", 16)}`,
    defaultSecurityGroupId: `sg-0${of.hex("sg", 16)}`,
    mainRouteTableId: `rtb-0${of.hex("rtb", 16)}`,
    dhcpOptionsId: `dopt-0${of.hex("dopt", 16)}`,
  })),
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
  "aws:ec2/eip:Eip": ec2("eipalloc", "elastic-ip", (of) => ({
    allocationId: `eipalloc-0${of.hex("id", 16)}`,
    publicIp: `3.120.${Number.parseInt(of.hex("ip", 2), 16)}.${Number.parseInt(of.hex("ip2", 2), 16)}`,
  })),
  "aws:ec2/natGateway:NatGateway": ec2("nat", "natgateway", (of) => ({
    networkInterfaceId: `eni-0${of.hex("eni", 16)}`,
    publicIp: `3.121.${Number.parseInt(of.hex("ip", 2), 16)}.9`,
    privateIp: "10.20.0.9",
  })),
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table"),
  "aws:ec2/defaultRouteTable:DefaultRouteTable": ec2("rtb", "route-table"),
  "aws:ec2/route:Route": (of) => ({ id: `r-${of.text("routeTableId")}${of.hex("id", 10)}` }),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": (of) => ({ id: `rtbassoc-0${of.hex("id", 16)}` }),
  "aws:ec2/networkAcl:NetworkAcl": ec2("acl", "network-acl"),
  "aws:ec2/securityGroup:SecurityGroup": ec2("sg", "security-group"),
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", "security-group", () => ({ name: "default" })),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ec2("sgr", "security-group-rule", (of) => ({
    securityGroupRuleId: `sgr-0${of.hex("id", 16)}`,
  })),
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ec2("sgr", "security-group-rule", (of) => ({
    securityGroupRuleId: `sgr-0${of.hex("id", 16)}`,
  })),
  "aws:ec2/vpcEndpoint:VpcEndpoint": ec2("vpce", "vpc-endpoint", (of) => ({
    prefixListId: `pl-${of.hex("pl", 8)}`,
    dnsEntries: [
      {
        dnsName: `vpce-0${of.hex("id", 16)}.vpce.amazonaws.com`,
        hostedZoneId: `Z2${of.hex("zone", 11).toUpperCase()}`,
      },
    ],
    state: "available",
  })),
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
  "aws:kms/key:Key": (of) => ({
    id: of.uuid("id"),
    keyId: of.uuid("id"),
    arn: of.arn("kms", `key/${of.uuid("id")}`),
    policy: '{"Version":"2012-10-17","Statement":[]}',
  }),
  "aws:kms/keyPolicy:KeyPolicy": joined("keyId"),
  "aws:kms/alias:Alias": (of) => ({
    id: of.text("name"),
    arn: of.arn("kms", of.text("name")),
    targetKeyArn: of.arn("kms", `key/${of.text("targetKeyId")}`),
  }),
  "aws:iam/role:Role": (of) => ({
    id: of.text("name"),
    arn: of.arn("iam", `role${of.text("path") || "/"}${of.text("name")}`, ""),
    uniqueId: `AROA${of.hex("unique", 17).toUpperCase()}`,
    createDate: "2026-01-01T00:00:00Z",
    managedPolicyArns: [],
  }),
  "aws:iam/policy:Policy": (of) => ({
    id: of.arn("iam", `policy/${of.text("name")}`, ""),
    arn: of.arn("iam", `policy/${of.text("name")}`, ""),
    policyId: `ANPA${of.hex("unique", 17).toUpperCase()}`,
  }),
  "aws:iam/rolePolicy:RolePolicy": joined("role", "name"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (of) => ({ id: `${of.text("role")}/${of.text("policyArn")}` }),
  "aws:cloudwatch/logGroup:LogGroup": named("logs", "log-group"),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": joined("policyName"),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": joined("name"),
  "aws:cloudwatch/metricAlarm:MetricAlarm": named("cloudwatch", "alarm"),
  "aws:cloudwatch/eventRule:EventRule": named("events", "rule", "name", "/"),
  "aws:cloudwatch/eventTarget:EventTarget": joined("rule", "targetId"),
  "aws:secretsmanager/secret:Secret": (of) => {
    const arn = of.arn("secretsmanager", `secret:${of.text("name")}-${of.hex("suffix", 6)}`);
    return { id: arn, arn };
  },
  "aws:secretsmanager/secretPolicy:SecretPolicy": joined("secretArn"),
  "aws:secretsmanager/secretRotation:SecretRotation": (of) => ({ id: of.text("secretId"), rotationEnabled: true }),
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
  "aws:rds/instance:Instance": databaseInstance,
  "aws:rds/parameterGroup:ParameterGroup": named("rds", "pg"),
  "aws:rds/subnetGroup:SubnetGroup": named("rds", "subgrp"),
  "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication": (of) => ({
    id: of.arn("rds", `auto-backup:ab-${of.hex("id", 36)}`),
  }),
  "aws:elasticache/replicationGroup:ReplicationGroup": replicationGroup,
  "aws:elasticache/parameterGroup:ParameterGroup": named("elasticache", "parametergroup"),
  "aws:elasticache/subnetGroup:SubnetGroup": named("elasticache", "subnetgroup"),
  "aws:elasticache/user:User": named("elasticache", "user", "userId"),
  "aws:elasticache/userGroup:UserGroup": named("elasticache", "usergroup", "userGroupId"),
  "aws:eks/cluster:Cluster": eksCluster,
  "aws:eks/addon:Addon": (of) => ({
    id: `${of.text("clusterName")}:${of.text("addonName")}`,
    arn: of.arn("eks", `addon/${of.text("clusterName")}/${of.text("addonName")}/${of.uuid("id")}`),
    createdAt: "2026-01-01T00:00:00Z",
  }),
  "aws:eks/accessEntry:AccessEntry": (of) => ({
    id: `${of.text("clusterName")}:${of.text("principalArn")}`,
    accessEntryArn: of.arn("eks", `access-entry/${of.text("clusterName")}/${of.hex("entry", 32)}`),
    userName: of.text("principalArn"),
  }),
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": joined("clusterName", "principalArn", "policyArn"),
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": (of) => ({
    id: `${of.text("clusterName")},a-${of.hex("association", 17)}`,
    associationId: `a-${of.hex("association", 17)}`,
    associationArn: of.arn("eks", `podidentityassociation/${of.text("clusterName")}/a-${of.hex("association", 17)}`),
  }),
  "aws:acm/certificate:Certificate": certificate,
  "aws:acm/certificateValidation:CertificateValidation": (of) => ({ id: of.text("certificateArn") }),
  "aws:route53/record:Record": (of) => ({
    id: `${of.text("zoneId")}_${of.text("name")}_${of.text("type")}`,
    fqdn: of.text("name").replace(/\.$/, ""),
  }),
  "aws:route53/queryLog:QueryLog": (of) => ({
    id: of.uuid("id"),
    arn: `arn:aws:route53:::queryloggingconfig/${of.uuid("id")}`,
  }),
  "aws:lambda/function:Function": lambda,
  "aws:lambda/permission:Permission": joined("statementId"),
  "random:index/randomPassword:RandomPassword": (of) => ({
    id: "none",
    result: secret(`${CANARY}${of.hex("result", 200)}`.slice(0, of.number("length"))),
    bcryptHash: secret(`$2a$10$${CANARY}${of.hex("bcrypt", 47)}`),
  }),
  "random:index/randomBytes:RandomBytes": (of) => {
    const bytes = Buffer.from(`${CANARY}${of.hex("result", 200)}`).subarray(0, of.number("length"));
    return { id: of.hex("id", 20), base64: secret(bytes.toString("base64")), hex: secret(bytes.toString("hex")) };
  },
  "random:index/randomId:RandomId": (of) => {
    const bytes = Buffer.from(of.hex("id", of.number("byteLength") * 2), "hex");
    return {
      id: bytes.toString("base64url"),
      hex: `${of.text("prefix")}${bytes.toString("hex")}`,
      dec: "1",
      b64Std: bytes.toString("base64"),
      b64Url: bytes.toString("base64url"),
    };
  },
};
