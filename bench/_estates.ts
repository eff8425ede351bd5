/** Estates of any size to judge, the same on every run: sound resources with one in ten that is not. */
export interface EstateResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** `count` resources of AWS and Kubernetes that refer to each other as real ones do. */
export function estate(count: number): EstateResource[] {
  return Array.from({ length: count }, (_, index) => resourceAt(index));
}

function resourceAt(index: number): EstateResource {
  const make = KINDS[index % KINDS.length];
  if (make === undefined) throw new Error("no kinds");
  const group = Math.floor(index / KINDS.length);
  const { type, inputs } = make(group, group % 10 !== 0);
  const name = `${type.slice(type.lastIndexOf(":") + 1).toLowerCase()}-${group}`;
  return { urn: `urn:pulumi:prod::estate::${type}::${name}`, type, name, inputs };
}

type Kind = (group: number, sound: boolean) => { readonly type: string; readonly inputs: Record<string, unknown> };

const KINDS: readonly Kind[] = [
  (group, sound) => ({
    type: "aws:s3/bucket:Bucket",
    inputs: { bucket: `bucket-${group}`, forceDestroy: !sound, tags: { team: "bench" } },
  }),
  (group) => ({
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    inputs: {
      bucket: `bucket-${group}`,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
  }),
  (group, sound) => ({
    type: "aws:s3/bucketPolicy:BucketPolicy",
    inputs: {
      bucket: `bucket-${group}`,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: sound ? "Deny" : "Allow",
            Principal: "*",
            Action: "s3:*",
            Resource: [`arn:aws:s3:::bucket-${group}`, `arn:aws:s3:::bucket-${group}/*`],
            ...(sound && { Condition: { Bool: { "aws:SecureTransport": "false" } } }),
          },
        ],
      }),
    },
  }),
  (group, sound) => ({
    type: "aws:kms/key:Key",
    inputs: { description: `key ${group}`, enableKeyRotation: sound, deletionWindowInDays: 30 },
  }),
  (group, sound) => ({
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    inputs: {
      securityGroupId: `sg-${group}`,
      ipProtocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      cidrIpv4: sound ? "10.0.0.0/16" : "0.0.0.0/0",
    },
  }),
  (group, sound) => ({
    type: "aws:rds/instance:Instance",
    inputs: {
      identifier: `database-${group}`,
      engine: "postgres",
      instanceClass: "db.t4g.medium",
      storageEncrypted: sound,
      publiclyAccessible: false,
      backupRetentionPeriod: 14,
      vpcSecurityGroupIds: [`sg-${group}`],
    },
  }),
  (group, sound) => ({ type: "kubernetes:apps/v1:Deployment", inputs: deployment(`service-${group}`, sound) }),
  (group) => ({
    type: "kubernetes:core/v1:Service",
    inputs: {
      metadata: { name: `service-${group}`, namespace: "shop" },
      spec: { selector: { app: `service-${group}` }, ports: [{ port: 80, targetPort: 8080 }] },
    },
  }),
];

/** A Deployment as a manifest has it, without `apiVersion` and `kind`. */
export function deployment(name: string, sound: boolean): Record<string, unknown> {
  const labels = { app: name };
  return {
    metadata: { name, namespace: "shop", labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: !sound,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              name: "app",
              image: `registry.example.com/${name}@sha256:${"0123456789abcdef".repeat(4)}`,
              ports: [{ containerPort: 8080 }],
              resources: { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "1", memory: "128Mi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: sound,
                capabilities: { drop: ["ALL"] },
              },
              livenessProbe: { httpGet: { path: "/livez", port: 8080 } },
              readinessProbe: { httpGet: { path: "/readyz", port: 8080 } },
            },
          ],
        },
      },
    },
  };
}
