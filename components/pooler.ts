import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "./_connections.ts";
import { assertKubernetesName, labelsFor, selectorFor } from "./_labels.ts";
import { connectionEgress, networkPolicy, podsPeer } from "./_network-policy.ts";
import { after, childOptions } from "./_options.ts";
import { PGBOUNCER_FLOOR, renderDatabases, renderPgBouncerIni } from "./_pgbouncer.ts";
import { podIdentity } from "./_pod-identity.ts";
import { podSecurityGroup } from "./_pod-security-group.ts";
import { hardenedPod } from "./_pod.ts";
import type { PoolerArgs } from "./_pooler-args.ts";
import { checkPooler } from "./_pooler-checks.ts";
import { METRICS_PORT, POOLER_PORT, poolerContainers, poolerVolumes } from "./_pooler-pod.ts";
import { type WorkloadSecret, deliverSecrets, secretStatements } from "./_workload-secrets.ts";
import { nameHash } from "./_workload-hash.ts";

export type { PoolerArgs } from "./_pooler-args.ts";

/** Before a stopping process closes its port: the time in which every node learns that it is gone from the Service. */
const PRE_STOP_SECONDS = 15;
/** After the drain, for the forced stop and the last log lines. */
const STOP_SECONDS = 15;

/**
 * PgBouncer in front of a Postgres server: transaction pooling with a hard cap on server connections.
 *
 * Guarantees: SCRAM and TLS on both sides, the server's certificate and name verified; passwords in memory only, renewed without
 * a restart when a secret rotates; cancel requests find their session over all processes; a stopping process lets open transactions
 * finish; the pools of all processes together fit the server, or nothing is registered.
 *
 * What transaction pooling breaks, by its nature: SQL `PREPARE`, session `SET`, `LISTEN`, advisory locks and temporary tables that
 * outlive a transaction. Migrations connect to the database itself.
 *
 * The provider comes with the options: `{ provider: cluster.provider, dependsOn: [...cluster.ready, ...namespace.ready] }`.
 *
 * @throws If an image is not pinned, the version is below 1.26.1, the pools do not fit, or a name is malformed or missing.
 */
export class Pooler extends pulumi.ComponentResource {
  /** Name that clients in the cluster connect to. Its certificate is not meant to be verified: use `sslmode=require`. */
  readonly host: pulumi.Output<string>;
  readonly port: number;
  readonly metricsPort: number;
  readonly securityGroupId: pulumi.Output<string>;
  /** For the `connects` list of workloads; list their pods in `clients` too. */
  readonly connection: Connection;
  /** What workloads depend on. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: PoolerArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, namespace, tags, service = "pooler", replicas = 2, pgbouncerVersion = PGBOUNCER_FLOOR } = args;
    const { server, maxClientConnections = 1000, idleTransactionTimeoutSeconds = 60, drainSeconds = 60 } = args;
    const where = `Pooler "${name}"`;
    assertKubernetesName(where, "service", service, 40);
    checkPooler(where, {
      ...args,
      replicas,
      pgbouncerVersion,
      maxClientConnections,
      idleTransactionTimeoutSeconds,
      drainSeconds,
    });
    super("rampart:data:Pooler", name, {}, opts);
    const child = childOptions(this, opts);
    const labels = labelsFor({ name: service, component: "pooler", tags });
    const matchLabels = selectorFor({ name: service });
    const metadata = (object: string) => ({ name: object, namespace, labels });
    const peersService = `${service}-peers`;
    this.connection = { name: "pooler", to: { kind: "pods", namespace, matchLabels }, port: POOLER_PORT };

    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata: metadata(service), automountServiceAccountToken: false },
      child,
    );

    const users = Object.entries(args.userSecretArns).map(([user, arn]) => secretFile(user, arn, user));
    const tls =
      args.tlsSecretArn === undefined
        ? []
        : [
            { ...secretFile("tls", args.tlsSecretArn, "tls.crt"), field: "certificate" },
            { ...secretFile("tls", args.tlsSecretArn, "tls.key"), field: "privateKey" },
          ];
    const identity = podIdentity(
      name,
      {
        region,
        accountId: args.accountId,
        clusterName: args.clusterName,
        clusterArn: args.clusterArn,
        namespace,
        serviceAccount: service,
        statements: secretStatements([...users, ...tls], args.secretsKeyArn, region),
        component: "pooler",
        tags,
      },
      child,
    );
    const secrets = { namespace, region, component: "pooler", tags };
    const userFiles = deliverSecrets(`${name}-users`, { ...secrets, name: `${service}-users`, secrets: users }, child);
    const tlsFiles = deliverSecrets(`${name}-tls`, { ...secrets, name: `${service}-tls`, secrets: tls }, child);

    const pods = podSecurityGroup(
      name,
      {
        region,
        vpcId: args.vpcId,
        clusterSecurityGroupId: args.clusterSecurityGroupId,
        namespace,
        matchLabels,
        reaches: [{ name: "database", securityGroupId: server.securityGroupId, port: server.port }],
        component: service,
        tags,
      },
      child,
    );
    const peers: Connection = { name: "peers", to: { kind: "pods", namespace, matchLabels }, port: POOLER_PORT };
    const database: Connection = {
      name: "database",
      to: { kind: "securityGroup", id: server.securityGroupId },
      port: server.port,
    };
    const policy = networkPolicy(
      `${name}-policy`,
      {
        metadata: metadata(service),
        matchLabels,
        ingress: [
          {
            from: [
              ...args.clients.map((client) => podsPeer(client.namespace, client.matchLabels)),
              podsPeer(namespace, matchLabels),
            ],
            ports: [{ protocol: "TCP", port: POOLER_PORT }],
          },
          ...(args.scraperCidrs === undefined
            ? []
            : [
                {
                  from: pulumi.output(args.scraperCidrs).apply((cidrs) => cidrs.map((cidr) => ({ ipBlock: { cidr } }))),
                  ports: [{ protocol: "TCP", port: METRICS_PORT }],
                },
              ]),
        ],
        egress: connectionEgress([database, peers], args.serverCidrs),
      },
      child,
    );

    const ini = renderPgBouncerIni({
      pgbouncerVersion,
      port: POOLER_PORT,
      maxClientConnections,
      idleTransactionTimeoutSeconds,
      peers: Array.from(
        { length: replicas },
        (_, pod) => `${service}-${pod}.${peersService}.${namespace}.svc.cluster.local`,
      ),
    });
    const databases = pulumi
      .output(server.address)
      .apply((host) => renderDatabases(args.databases, { host, port: server.port }, pgbouncerVersion));
    // The name holds the content's hash: another configuration is another object, and the pods roll one by one.
    const configName = databases.apply((text) => `${service}-${nameHash(ini + text)}`);
    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      {
        metadata: { name: configName, namespace, labels },
        immutable: true,
        data: { "pgbouncer.ini": ini, "databases.ini": databases },
      },
      child,
    );

    const ports = [{ name: "postgres", port: POOLER_PORT, targetPort: "postgres", protocol: "TCP" }];
    const headless = new k8s.core.v1.Service(
      `${name}-peers`,
      {
        metadata: metadata(peersService),
        spec: {
          clusterIP: "None",
          // A cancel request must also find a process that is draining.
          publishNotReadyAddresses: true,
          selector: matchLabels,
          ports: [...ports, { name: "metrics", port: METRICS_PORT, targetPort: "metrics", protocol: "TCP" }],
        },
      },
      child,
    );
    const disruption = new k8s.policy.v1.PodDisruptionBudget(
      `${name}-disruption`,
      {
        metadata: metadata(service),
        // A process that does not serve anyway must not keep a node from being drained.
        spec: { minAvailable: replicas - 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector: { matchLabels } },
      },
      child,
    );

    const statefulSet = new k8s.apps.v1.StatefulSet(
      `${name}-stateful-set`,
      {
        metadata: metadata(service),
        spec: {
          replicas,
          serviceName: headless.metadata.name,
          podManagementPolicy: "Parallel",
          updateStrategy: { type: "RollingUpdate" },
          minReadySeconds: 5,
          revisionHistoryLimit: 5,
          selector: { matchLabels },
          template: {
            metadata: { labels, annotations: { "kubectl.kubernetes.io/default-container": "pgbouncer" } },
            spec: hardenedPod({
              serviceAccountName: account.metadata.name,
              containers: poolerContainers({
                image: args.image,
                exporterImage: args.exporterImage,
                serverNames: [service, `${service}.${namespace}`, `${service}.${namespace}.svc.cluster.local`],
                hasTlsFiles: tls.length > 0,
                preStopSeconds: PRE_STOP_SECONDS,
                drainSeconds,
                resources: args.resources,
              }),
              volumes: poolerVolumes(config.metadata.name, userFiles.volumes, tlsFiles.volumes),
              terminationGracePeriodSeconds: PRE_STOP_SECONDS + drainSeconds + STOP_SECONDS,
              spread: matchLabels,
            }),
          },
        },
      },
      after(child, [policy, ...pods.ready, ...identity.ready, ...userFiles.ready, ...tlsFiles.ready]),
    );
    const client = new k8s.core.v1.Service(
      `${name}-service`,
      { metadata: metadata(service), spec: { type: "ClusterIP", selector: matchLabels, ports } },
      child,
    );

    this.host = pulumi.output(`${service}.${namespace}.svc.cluster.local`);
    this.port = POOLER_PORT;
    this.metricsPort = METRICS_PORT;
    this.securityGroupId = pods.securityGroupId;
    this.ready = [statefulSet, client, disruption];
    this.registerOutputs({ host: this.host, port: this.port, securityGroupId: this.securityGroupId });
  }
}

function secretFile(name: string, arn: pulumi.Input<string>, file: string): WorkloadSecret {
  return { name, arn, supplied: true, as: { kind: "file", file } };
}
