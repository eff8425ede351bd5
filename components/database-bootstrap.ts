import { createHash } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type BootstrapPlan, clusterSql, databaseSql } from "./_bootstrap-sql.ts";
import { checkBootstrap } from "./_bootstrap-checks.ts";
import { labelsFor, selectorFor } from "./_labels.ts";
import { connectionEgress, networkPolicy } from "./_network-policy.ts";
import { after, childOptions } from "./_options.ts";
import { podIdentity } from "./_pod-identity.ts";
import { podSecurityGroup } from "./_pod-security-group.ts";
import { hardenedContainer, hardenedPod, memoryVolume } from "./_pod.ts";
import type { Tags } from "./_tags.ts";
import { SECRETS_FOLDER, type WorkloadSecret, deliverSecrets, secretStatements } from "./_workload-secrets.ts";

export interface DatabaseBootstrapArgs extends BootstrapPlan {
  readonly region: string;
  readonly accountId: string;
  readonly vpcId: pulumi.Input<string>;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  /** Kubernetes name of the namespace. */
  readonly namespace: string;

  /** Image built from `runtime/pgbouncer`, target `bootstrap`, pinned by digest. */
  readonly image: string;

  /** Where the server is, as a `Database` gives it. */
  readonly server: {
    readonly address: pulumi.Input<string>;
    readonly port: number;
    readonly securityGroupId: pulumi.Input<string>;
  };
  /** Ranges of the data tier: a network policy knows no security groups. */
  readonly serverCidrs: pulumi.Input<readonly string[]>;
  /** Secret of the master user, as RDS makes it. */
  readonly masterSecretArn: pulumi.Input<string>;
  /** Secret of each role by the role's name: a JSON object with `username`, one of the two login roles, and `password`. */
  readonly roleSecretArns: Readonly<Record<string, pulumi.Input<string>>>;
  readonly secretsKeyArn: pulumi.Input<string>;

  /** @default 600 */
  readonly deadlineSeconds?: number;
  readonly tags: Tags;
}

/** Name of everything but the Job itself. */
const SERVICE = "database-bootstrap";
const RUNTIME = "/run/bootstrap";
const SQL = "/etc/bootstrap";

/**
 * A Job that makes databases, roles, grants and extensions on a Postgres server, and makes them again whenever the plan, the image or
 * the server changes. Repeating it changes nothing.
 *
 * Guarantees: it connects to the server itself with its certificate and name verified; the master password and those of the roles
 * are read from files in memory, and the server sees SCRAM verifiers only; a role's password is set when the role is made and left to
 * rotation from then on; PUBLIC may do nothing.
 *
 * Every service gets a group role and two login roles, `<name>_a` and `<name>_b`; rotation sets the password of the one not in use.
 * The provider comes with the options, as for a Pooler.
 *
 * @throws If the image is not pinned, a name is malformed, or roles, databases and secrets do not match.
 */
export class DatabaseBootstrap extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>;
  /** What the pooler and everything else that logs in depend on: the Job, done. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: DatabaseBootstrapArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, namespace, server, tags, deadlineSeconds = 600 } = args;
    checkBootstrap(`DatabaseBootstrap "${name}"`, { ...args, deadlineSeconds });
    super("rampart:data:DatabaseBootstrap", name, {}, opts);
    const child = childOptions(this, opts);
    const labels = labelsFor({ name: SERVICE, component: "bootstrap", tags });
    const matchLabels = selectorFor({ name: SERVICE });
    const metadata = { name: SERVICE, namespace, labels };

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: false },
      child,
    );
    // Role files are prefixed, so that a role may be called "master".
    const roles = Object.entries(args.roleSecretArns).map(([role, arn]) => secretFile(`role-${role}`, arn));
    const secrets = [secretFile("master", args.masterSecretArn), ...roles];
    const identity = podIdentity(
      name,
      {
        region,
        accountId: args.accountId,
        clusterName: args.clusterName,
        clusterArn: args.clusterArn,
        namespace,
        serviceAccount: SERVICE,
        statements: secretStatements(secrets, args.secretsKeyArn, region),
        component: "bootstrap",
        tags,
      },
      child,
    );
    const files = deliverSecrets(
      name,
      { name: SERVICE, namespace, region, secrets, component: "bootstrap", tags },
      child,
    );
    const pods = podSecurityGroup(
      name,
      {
        region,
        vpcId: args.vpcId,
        clusterSecurityGroupId: args.clusterSecurityGroupId,
        namespace,
        matchLabels,
        reaches: [{ name: "database", securityGroupId: server.securityGroupId, port: server.port }],
        component: SERVICE,
        tags,
      },
      child,
    );
    const policy = networkPolicy(
      `${name}-policy`,
      {
        metadata,
        matchLabels,
        ingress: [],
        egress: connectionEgress(
          [{ name: "database", to: { kind: "securityGroup", id: server.securityGroupId }, port: server.port }],
          args.serverCidrs,
        ),
      },
      child,
    );

    const sql = scripts(args);
    const sqlHash = hashOf(JSON.stringify(sql));
    const config = new k8s.core.v1.ConfigMap(
      `${name}-sql`,
      { metadata: { ...metadata, name: `${SERVICE}-${sqlHash}` }, immutable: true, data: sql },
      child,
    );
    const jobName = pulumi
      .output(server.address)
      .apply((address) => `${SERVICE}-${hashOf(JSON.stringify([args.image, address, server.port, sqlHash]))}`);
    const job = new k8s.batch.v1.Job(
      `${name}-job`,
      {
        metadata: {
          name: jobName,
          namespace,
          labels,
          // A Job that failed stays failed: the next deployment makes it anew.
          annotations: { "pulumi.com/replaceUnready": "true" },
        },
        spec: {
          backoffLimit: 4,
          activeDeadlineSeconds: deadlineSeconds,
          template: {
            metadata: { labels },
            spec: hardenedPod({
              serviceAccountName: account.metadata.name,
              restartPolicy: "Never",
              containers: [
                hardenedContainer({
                  name: "bootstrap",
                  image: args.image,
                  command: ["/usr/local/bin/bootstrap"],
                  args: [
                    pulumi.interpolate`-host=${server.address}`,
                    `-port=${server.port}`,
                    `-runtime=${RUNTIME}`,
                    `-master=${SECRETS_FOLDER}/master`,
                    ...Object.keys(args.roleSecretArns).map((role) => `-role=${SECRETS_FOLDER}/role-${role}`),
                    `postgres=${SQL}/cluster.sql`,
                    ...Object.keys(args.databases).map((database) => `${database}=${SQL}/${database}.database.sql`),
                  ],
                  resources: { cpuRequest: "50m", cpuLimit: "500m", memory: "128Mi" },
                  volumeMounts: [
                    { name: "sql", mountPath: SQL, readOnly: true },
                    { name: "runtime", mountPath: RUNTIME },
                    ...files.volumeMounts,
                  ],
                }),
              ],
              volumes: [
                { name: "sql", configMap: { name: config.metadata.name, defaultMode: 0o444 } },
                memoryVolume("runtime", 1),
                ...files.volumes,
              ],
            }),
          },
        },
      },
      after(child, [policy, ...pods.ready, ...identity.ready, ...files.ready]),
    );

    this.securityGroupId = pods.securityGroupId;
    this.ready = [job];
    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}

/** File name to SQL. */
function scripts(plan: BootstrapPlan): Record<string, string> {
  return {
    "cluster.sql": clusterSql(plan),
    ...Object.fromEntries(
      Object.keys(plan.databases).map((database) => [`${database}.database.sql`, databaseSql(plan, database)]),
    ),
  };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}

function secretFile(name: string, arn: pulumi.Input<string>): WorkloadSecret {
  return { name, arn, supplied: true, as: { kind: "file", file: name } };
}
