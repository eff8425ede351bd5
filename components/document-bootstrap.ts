import { createHash } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./_connections.ts";
import { checkDocumentPlan } from "./_document-plan-checks.ts";
import { type DocumentPlan, bootstrapScript } from "./_document-script.ts";
import { labelsFor, selectorFor } from "./_labels.ts";
import { connectionEgress, networkPolicy } from "./_network-policy.ts";
import { after, childOptions } from "./_options.ts";
import { podIdentity } from "./_pod-identity.ts";
import { podSecurityGroup } from "./_pod-security-group.ts";
import { hardenedContainer, hardenedPod, memoryVolume } from "./_pod.ts";
import type { Tags } from "./_tags.ts";
import { SECRETS_FOLDER, type WorkloadSecret, deliverSecrets, secretStatements } from "./_workload-secrets.ts";

export type { DocumentAccess, DocumentIndex, DocumentPlan, DocumentUser } from "./_document-script.ts";

export interface DocumentBootstrapArgs extends DocumentPlan {
  readonly region: string;
  readonly accountId: string;
  readonly vpcId: pulumi.Input<string>;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  /** Kubernetes name of the namespace. */
  readonly namespace: string;
  /** Image with `mongosh` on the path and the RDS certificate bundle at `CA_FILE`, pinned by digest. */
  readonly image: string;
  /** Where the store is, as a `DocumentStore` gives it. */
  readonly server: {
    readonly address: pulumi.Input<string>;
    readonly port: number;
    readonly securityGroupId: pulumi.Input<string>;
  };
  /** Ranges of the data tier: a network policy knows no security groups. */
  readonly serverCidrs: pulumi.Input<readonly string[]>;
  /** Secret of the master user, as DocumentDB makes it. */
  readonly masterSecretArn: pulumi.Input<string>;
  /** Secret of each user by the user's name: a JSON object with `username`, one of the two logins, and `password`. */
  readonly userSecretArns: Readonly<Record<string, pulumi.Input<string>>>;
  readonly secretsKeyArn: pulumi.Input<string>;
  /** Building an index on a large collection takes time. @default 1800 */
  readonly deadlineSeconds?: number;
  readonly tags: Tags;
}

/** Name of everything but the Job itself. */
const SERVICE = "document-bootstrap";
const SCRIPT = "/etc/bootstrap";
/** mongosh writes its history and log below its home: here in memory, gone with the pod. */
const HOME = "/run/bootstrap";

/**
 * A Job that makes users, collections and indexes in a document store, and again whenever the plan, the image, the server or the
 * generation of a login changes. Repeating it changes nothing.
 *
 * Guarantees: the connection is encrypted and the server's certificate and name are verified; passwords are read from files in memory
 * and appear in no argument, environment or manifest; a user has exactly one role, in one database.
 *
 * DocumentDB has no function that rotates these users: a login is renewed by raising its generation, which makes a new password for
 * the other login of the two, while the earlier one keeps working. The provider comes with the options, as for a Workload.
 *
 * @throws If the image is not pinned, a name is malformed, or users, databases and secrets do not match.
 */
export class DocumentBootstrap extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>;
  /** What everything that logs in depends on: the Job, done. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: DocumentBootstrapArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, namespace, server, tags, deadlineSeconds = 1_800 } = args;
    checkDocumentPlan(`DocumentBootstrap "${name}"`, { ...args, deadlineSeconds });
    super("rampart:data:DocumentBootstrap", name, {}, opts);
    const child = childOptions(this, opts);
    const labels = labelsFor({ name: SERVICE, component: "bootstrap", tags });
    const matchLabels = selectorFor({ name: SERVICE });
    const metadata = { name: SERVICE, namespace, labels };
    const connection: Connection = {
      name: "document-store",
      to: { kind: "securityGroup", id: server.securityGroupId },
      port: server.port,
    };

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata, automountServiceAccountToken: false },
      child,
    );
    // Files of users are prefixed, so that a user may be called "master".
    const users = Object.entries(args.userSecretArns).map(([user, arn]) => secretFile(`user-${user}`, arn));
    const secrets = [secretFile("master", args.masterSecretArn), ...users];
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
        reaches: [{ name: "document-store", securityGroupId: server.securityGroupId, port: server.port }],
        component: SERVICE,
        tags,
      },
      child,
    );
    const policy = networkPolicy(
      `${name}-policy`,
      { metadata, matchLabels, ingress: [], egress: connectionEgress([connection], args.serverCidrs) },
      child,
    );

    const script = pulumi
      .output(server.address)
      .apply((host) => bootstrapScript(args, { host, port: server.port, secrets: SECRETS_FOLDER }));
    const scriptName = script.apply((text) => `${SERVICE}-${hashOf(text)}`);
    const config = new k8s.core.v1.ConfigMap(
      `${name}-script`,
      {
        metadata: { ...metadata, name: scriptName },
        immutable: true,
        data: script.apply((text) => ({ "bootstrap.js": text })),
      },
      child,
    );
    const generations = Object.entries(args.users).map(([user, { generation = 1 }]) => [user, generation]);
    const jobName = script.apply((text) => `${SERVICE}-${hashOf(JSON.stringify([args.image, text, generations]))}`);
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
                  command: ["mongosh", "--nodb", "--norc", "--quiet", "--file", `${SCRIPT}/bootstrap.js`],
                  env: [{ name: "HOME", value: HOME }],
                  resources: { cpuRequest: "100m", cpuLimit: "1", memory: "512Mi" },
                  volumeMounts: [
                    { name: "script", mountPath: SCRIPT, readOnly: true },
                    { name: "home", mountPath: HOME },
                    ...files.volumeMounts,
                  ],
                }),
              ],
              volumes: [
                { name: "script", configMap: { name: config.metadata.name, defaultMode: 0o444 } },
                memoryVolume("home", 32),
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

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}

function secretFile(name: string, arn: pulumi.Input<string>): WorkloadSecret {
  return { name, arn, supplied: true, as: { kind: "file", file: name } };
}
