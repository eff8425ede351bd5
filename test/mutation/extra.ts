import { ref } from "../../policies/examples.ts";
import type { Example } from "../../policies/rule.ts";
import { PUBLIC_SUBNET } from "./words-access.ts";
import { Secret } from "../../policies/value.ts";

const DATABASE_GROUP = [
  { type: "aws:ec2/vpc:Vpc", name: "vpc", inputs: { cidrBlock: "10.0.0.0/16" } },
  { type: "aws:ec2/securityGroup:SecurityGroup", name: "data", inputs: { vpcId: ref("vpc") } },
  { type: "aws:ec2/securityGroup:SecurityGroup", name: "pods", inputs: { vpcId: ref("vpc") } },
  { type: "aws:rds/instance:Instance", name: "db", inputs: { engine: "postgres", vpcSecurityGroupIds: [ref("data")] } },
];

const UPLOADS = {
  type: "aws:s3/bucket:Bucket",
  name: "uploads",
  inputs: { bucket: "uploads", tags: { "security:untrusted-uploads": "true" } },
};

/** A subnet without a way to the internet, and one with it. */
const SUBNETS = ["natGatewayId", "gatewayId"].flatMap((gateway) => {
  const name = gateway === "gatewayId" ? PUBLIC_SUBNET : "private";
  return [
    { type: "aws:ec2/subnet:Subnet", name, inputs: { vpcId: "vpc-0123456789abcdef0" } },
    {
      type: "aws:ec2/routeTable:RouteTable",
      name: `${name}-routes`,
      inputs: { routes: [{ cidrBlock: "0.0.0.0/0", [gateway]: "igw-0123456789abcdef0" }] },
    },
    {
      type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
      name: `${name}-association`,
      inputs: { subnetId: ref(name), routeTableId: ref(`${name}-routes`) },
    },
  ];
});

/** Harmless resources for types of which a rule has no passing example, or only one that is an exemption. */
export const EXTRA: Readonly<Record<string, readonly Example[]>> = {
  "secret-value-not-plaintext": [
    { type: "aws:ssm/parameter:Parameter", inputs: { type: "SecureString", value: new Secret("not-a-real-value") } },
  ],
  "db-sg-only-from-workloads": [
    {
      type: "aws:ec2/securityGroupRule:SecurityGroupRule",
      inputs: {
        type: "ingress",
        securityGroupId: ref("data"),
        sourceSecurityGroupId: ref("pods"),
        protocol: "tcp",
        fromPort: 5432,
        toPort: 5432,
      },
      stack: DATABASE_GROUP,
    },
  ],
  "sg-no-overly-broad-source": [
    {
      type: "aws:ec2/securityGroupRule:SecurityGroupRule",
      inputs: { type: "ingress", protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.4.0/22"] },
    },
  ],
  "rds-postgres-force-ssl": [
    {
      type: "aws:rds/cluster:Cluster",
      inputs: { engine: "aurora-postgresql", dbClusterParameterGroupName: ref("group", "name") },
      stack: [
        {
          type: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
          name: "group",
          inputs: { family: "aurora-postgresql17", parameters: [{ name: "rds.force_ssl", value: "1" }] },
        },
      ],
    },
  ],
  "rds-mysql-secure-transport": [
    {
      type: "aws:rds/cluster:Cluster",
      inputs: { engine: "aurora-mysql", dbClusterParameterGroupName: ref("group", "name") },
      stack: [
        {
          type: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
          name: "group",
          inputs: { family: "aurora-mysql8.0", parameters: [{ name: "require_secure_transport", value: "1" }] },
        },
      ],
    },
  ],
  "rds-postgres-query-logging": [
    {
      type: "aws:rds/cluster:Cluster",
      inputs: { engine: "aurora-postgresql", dbClusterParameterGroupName: ref("group", "name") },
      stack: [
        {
          type: "aws:rds/clusterParameterGroup:ClusterParameterGroup",
          name: "group",
          inputs: {
            family: "aurora-postgresql17",
            parameters: [
              { name: "log_connections", value: "1" },
              { name: "log_disconnections", value: "1" },
              { name: "log_statement", value: "ddl" },
              { name: "log_min_duration_statement", value: "1000" },
            ],
          },
        },
      ],
    },
  ],
  "sqs-dlq": [
    {
      inputs: { name: "jobs" },
      stack: [
        {
          type: "aws:sqs/redrivePolicy:RedrivePolicy",
          name: "redrive",
          inputs: {
            queueUrl: ref("subject"),
            redrivePolicy: { deadLetterTargetArn: "arn:aws:sqs:eu-central-1:111122223333:dead" },
          },
        },
      ],
    },
  ],
  "alb-waf-associated": [{ type: "aws:lb/loadBalancer:LoadBalancer", inputs: { internal: true } }],
  "malware-upload-bucket-not-cdn-origin": [
    {
      type: "aws:cloudfront/distribution:Distribution",
      inputs: { origins: [{ domainName: "media.s3.eu-central-1.amazonaws.com" }] },
      stack: [UPLOADS],
    },
  ],
  "eks-nodes-encrypted-volumes": [
    { type: "aws:ec2/instance:Instance", inputs: { rootBlockDevice: { encrypted: true } } },
  ],
  "stack-no-patch-bypass": [
    ...["StatefulSet", "DaemonSet"].map((kind) => ({
      type: `kubernetes:apps/v1:${kind}Patch`,
      inputs: { metadata: { name: "api" }, spec: { minReadySeconds: 3 } },
    })),
    ...["ClusterRole", "ClusterRoleBinding"].map((kind) => ({
      type: `kubernetes:rbac.authorization.k8s.io/v1:${kind}Patch`,
      inputs: { metadata: { name: "api" } },
    })),
    { type: "kubernetes:core/v1:ConfigMapPatch", inputs: { metadata: { name: "api" } } },
  ],
  "k8s-ingress-hsts": [
    {
      inputs: {
        apiVersion: "networking.k8s.io/v1",
        kind: "Ingress",
        metadata: { name: "web", namespace: "shop" },
        spec: { ingressClassName: "nginx" },
      },
      stack: [
        {
          type: "kubernetes:core/v1:ConfigMap",
          name: "nginx",
          inputs: {
            metadata: { name: "ingress-nginx-controller", namespace: "ingress-nginx" },
            data: { hsts: "true" },
          },
        },
      ],
    },
  ],
  "k8s-no-system-namespace": ["Secret", "ConfigMap"].map((kind) => ({
    type: `kubernetes:core/v1:${kind}`,
    inputs: { apiVersion: "v1", kind, metadata: { name: "api", namespace: "shop" } },
  })),
  "eks-private-nodes": [
    { inputs: { subnetIds: [ref("private")] }, type: "aws:eks/nodeGroup:NodeGroup", stack: SUBNETS },
    { inputs: { vpcConfig: { subnetIds: [ref("private")] } }, type: "aws:eks/cluster:Cluster", stack: SUBNETS },
    { inputs: { subnetIds: [ref("private")] }, type: "aws:eks/fargateProfile:FargateProfile", stack: SUBNETS },
  ],
  "rds-private-subnet-group": [
    {
      type: "aws:rds/instance:Instance",
      inputs: { dbSubnetGroupName: ref("group", "name") },
      stack: [
        ...SUBNETS,
        { type: "aws:rds/subnetGroup:SubnetGroup", name: "group", inputs: { subnetIds: [ref("private")] } },
      ],
    },
  ],
  "k8s-service-lb-tls": [
    {
      type: "kubernetes:core/v1:Service",
      inputs: { metadata: { name: "api" }, spec: { type: "ClusterIP", ports: [{ port: 443 }] } },
    },
  ],
};
