/**
 * TEST EQUIPMENT. Breaks rules of every area on purpose, leaves others undecided, and puts secrets where they leak.
 */
import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

const configured = new pulumi.Config().requireSecret("password");
const generated = new random.RandomPassword("password", { length: 40 });
const key = new aws.kms.Key("key", {
  enableKeyRotation: false,
  deletionWindowInDays: 7,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Everybody", Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }],
  }),
});

const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const group = new aws.ec2.SecurityGroup("database", { vpcId: vpc.id });
new aws.vpc.SecurityGroupIngressRule("database-from-anywhere", {
  securityGroupId: group.id,
  cidrIpv4: "0.0.0.0/0",
  ipProtocol: "tcp",
  fromPort: 5432,
  toPort: 5432,
});

// Within the network, which is known only while the provider says so.
new aws.vpc.SecurityGroupIngressRule("database-from-network", {
  securityGroupId: group.id,
  cidrIpv4: vpc.cidrBlock,
  ipProtocol: "tcp",
  fromPort: 22,
  toPort: 22,
});

const role = new aws.iam.Role("role", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
  }),
});
new aws.iam.RolePolicy("everything", {
  role: role.id,
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  }),
});
// The ARN of the key is not known in a first preview: undecided.
new aws.iam.RolePolicy("unknown-until-deployed", {
  role: role.id,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "kms:Decrypt", Resource: key.arn }],
  }),
});

new aws.rds.Instance("database", {
  engine: "postgres",
  engineVersion: "16",
  instanceClass: "db.t4g.micro",
  allocatedStorage: 20,
  username: "postgres",
  password: generated.result,
  publiclyAccessible: true,
  storageEncrypted: false,
  skipFinalSnapshot: true,
  deletionProtection: false,
  backupRetentionPeriod: 0,
  vpcSecurityGroupIds: [group.id],
});
new aws.elasticache.ReplicationGroup("cache", {
  description: "Holds sessions",
  nodeType: "cache.t4g.small",
  numCacheClusters: 1,
  // The provider fills in the port and names the cluster; offline both would be open.
  port: 6379,
  transitEncryptionEnabled: false,
  atRestEncryptionEnabled: false,
});
new aws.eks.Cluster("cluster", {
  name: "insecure",
  roleArn: role.arn,
  vpcConfig: { subnetIds: ["subnet-0a1b2c3d4e5f60718"], endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] },
});
new aws.cloudwatch.LogGroup("logs", {});
const secret = new aws.secretsmanager.Secret("secret", { recoveryWindowInDays: 0 });
new aws.secretsmanager.SecretVersion("secret", { secretId: secret.id, secretString: configured });
new aws.s3.Bucket("bucket", { forceDestroy: true, acl: "public-read" });

new kubernetes.core.v1.ConfigMap("config", {
  metadata: { name: "config", namespace: "shop" },
  data: { DATABASE_PASSWORD: configured },
});
new kubernetes.core.v1.Secret("secret", {
  metadata: { name: "secret", namespace: "shop" },
  stringData: { password: configured },
});
new kubernetes.apps.v1.Deployment("web", {
  metadata: { name: "web", namespace: "shop" },
  spec: {
    selector: { matchLabels: { app: "web" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        hostNetwork: true,
        containers: [
          {
            name: "web",
            image: "nginx:latest",
            securityContext: { privileged: true, runAsUser: 0, allowPrivilegeEscalation: true },
            env: [
              { name: "DATABASE_PASSWORD", value: configured },
              { name: "API_TOKEN", value: generated.result },
              { name: "KEY_ID", value: key.keyId },
            ],
          },
        ],
      },
    },
  },
});

export const password = configured;
export const token = generated.result;
