import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { labelsFor, selectorFor } from "./_labels.ts";
import { connectionEgress, networkPolicy } from "./_network-policy.ts";
import { after } from "./_options.ts";
import { podIdentity } from "./_pod-identity.ts";
import { podSecurityGroup } from "./_pod-security-group.ts";
import { type ContainerResources, hardenedContainer, hardenedPod, memoryVolume } from "./_pod.ts";
import type { Tags } from "./_tags.ts";
import { type WorkloadSecret, deliverSecrets, secretStatements } from "./_workload-secrets.ts";

/** What a bootstrap Job of any server takes. */
export interface BootstrapJobArgs {
  readonly region: string;
  readonly accountId: string;
  readonly vpcId: pulumi.Input<string>;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  /** Kubernetes name of the namespace. */
  readonly namespace: string;
  /** Where the server is, as the component that made it says. */
  readonly server: {
    readonly address: pulumi.Input<string>;
    readonly port: number;
    readonly securityGroupId: pulumi.Input<string>;
  };
  /** Ranges of the data tier: a network policy knows no security groups. */
  readonly serverCidrs: pulumi.Input<readonly string[]>;
  /** Secret of the master user, as the server's own service makes it. */
  readonly masterSecretArn: pulumi.Input<string>;
  readonly secretsKeyArn: pulumi.Input<string>;
  readonly tags: Tags;
}

/** What the Job of one kind of server runs. */
interface BootstrapJobSpec {
  /** Name of everything but the Job and its files. */
  readonly service: string;
  /** What the server is called in the rules that let the Job reach it. */
  readonly serverName: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args?: readonly pulumi.Input<string>[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly resources: ContainerResources;
  /** Secrets beside the master's, by the name of their file below `SECRETS_FOLDER`; the master's file is `master`. */
  readonly secretArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** What the Job reads, as an immutable ConfigMap. */
  readonly files: {
    /** Name of the volume, and of the ConfigMap's resource. */
    readonly name: string;
    readonly mountPath: string;
    readonly data: pulumi.Input<Record<string, string>>;
    /** Kubernetes name of the ConfigMap: it changes with the data. */
    readonly configMapName: pulumi.Input<string>;
  };
  /** A folder in memory, gone with the pod. */
  readonly scratch: { readonly name: string; readonly mountPath: string; readonly sizeMib: number };
  /** Kubernetes name of the Job: it changes with whatever has to make it run again. */
  readonly jobName: pulumi.Input<string>;
  readonly deadlineSeconds: number;
}

interface BootstrapJob {
  readonly securityGroupId: pulumi.Output<string>;
  readonly job: k8s.batch.v1.Job;
}

/** A Job that may read the secrets it is given and reach the server, and nothing else; whoever depends on it waits until it is done. */
export function bootstrapJob(
  name: string,
  args: BootstrapJobArgs,
  spec: BootstrapJobSpec,
  child: pulumi.CustomResourceOptions,
): BootstrapJob {
  const { region, namespace, server, tags } = args;
  const { service, files } = spec;
  const labels = labelsFor({ name: service, component: "bootstrap", tags });
  const matchLabels = selectorFor({ name: service });
  const metadata = { name: service, namespace, labels };
  const account = new k8s.core.v1.ServiceAccount(
    `${name}-account`,
    { metadata, automountServiceAccountToken: false },
    child,
  );
  const secrets = Object.entries({ master: args.masterSecretArn, ...spec.secretArns }).map(
    ([file, arn]): WorkloadSecret => ({ name: file, arn, supplied: true, as: { kind: "file", file } }),
  );
  const identity = podIdentity(
    name,
    {
      region,
      accountId: args.accountId,
      clusterName: args.clusterName,
      clusterArn: args.clusterArn,
      namespace,
      serviceAccount: service,
      statements: secretStatements(secrets, args.secretsKeyArn, region),
      component: "bootstrap",
      tags,
    },
    child,
  );
  const delivered = deliverSecrets(
    name,
    { name: service, namespace, region, secrets, component: "bootstrap", tags },
    child,
  );
  const reached = { name: spec.serverName, port: server.port };
  const pods = podSecurityGroup(
    name,
    {
      region,
      vpcId: args.vpcId,
      clusterSecurityGroupId: args.clusterSecurityGroupId,
      namespace,
      matchLabels,
      reaches: [{ ...reached, securityGroupId: server.securityGroupId }],
      component: service,
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
        [{ ...reached, to: { kind: "securityGroup", id: server.securityGroupId } }],
        args.serverCidrs,
      ),
    },
    child,
  );
  const config = new k8s.core.v1.ConfigMap(
    `${name}-${files.name}`,
    { metadata: { ...metadata, name: files.configMapName }, immutable: true, data: files.data },
    child,
  );
  const job = new k8s.batch.v1.Job(
    `${name}-job`,
    {
      metadata: {
        name: spec.jobName,
        namespace,
        labels,
        // A Job that failed stays failed: the next deployment makes it anew.
        annotations: { "pulumi.com/replaceUnready": "true" },
      },
      spec: {
        backoffLimit: 4,
        activeDeadlineSeconds: spec.deadlineSeconds,
        template: {
          metadata: { labels },
          spec: hardenedPod({
            serviceAccountName: account.metadata.name,
            restartPolicy: "Never",
            containers: [
              hardenedContainer({
                name: "bootstrap",
                image: spec.image,
                command: spec.command,
                ...(spec.args && { args: spec.args }),
                ...(spec.env && { env: spec.env }),
                resources: spec.resources,
                volumeMounts: [
                  { name: files.name, mountPath: files.mountPath, readOnly: true },
                  { name: spec.scratch.name, mountPath: spec.scratch.mountPath },
                  ...delivered.volumeMounts,
                ],
              }),
            ],
            volumes: [
              { name: files.name, configMap: { name: config.metadata.name, defaultMode: 0o444 } },
              memoryVolume(spec.scratch.name, spec.scratch.sizeMib),
              ...delivered.volumes,
            ],
          }),
        },
      },
    },
    after(child, [policy, ...pods.ready, ...identity.ready, ...delivered.ready]),
  );
  return { securityGroupId: pods.securityGroupId, job };
}
