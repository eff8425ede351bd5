import type * as pulumi from "@pulumi/pulumi";
import type { PodsTarget } from "./_connections.ts";
import type { PgBouncerDatabase } from "./_pgbouncer.ts";
import type { ContainerResources } from "./_pod.ts";
import type { Tags } from "./_tags.ts";

export interface PoolerArgs {
  readonly region: string;
  readonly accountId: string;
  readonly vpcId: pulumi.Input<string>;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  readonly clusterSecurityGroupId: pulumi.Input<string>;
  /** Kubernetes name of the namespace. */
  readonly namespace: string;
  /** Kubernetes name of the pooler: of its Service, pods and policies. @default "pooler" */
  readonly service?: string;

  /** Image built from `runtime/pgbouncer`, pinned by digest. */
  readonly image: string;
  /** Version of PgBouncer in the image, at least 1.26.1. @default "1.26.1" */
  readonly pgbouncerVersion?: string;
  /** Image of the PgBouncer exporter of prometheus-community, pinned by digest. */
  readonly exporterImage: string;

  /** Where the server is, as a `Database` gives it. */
  readonly server: {
    readonly address: pulumi.Input<string>;
    readonly port: number;
    readonly securityGroupId: pulumi.Input<string>;
  };
  /** Ranges of the data tier: a network policy knows no security groups. */
  readonly serverCidrs: pulumi.Input<readonly string[]>;
  /** `max_connections` of the server, as a `Database` gives it. */
  readonly maxConnections: number;
  /** Connections that go past the pooler: migrations, bootstrap, rotation, people. */
  readonly directConnections: number;

  /** Names that clients connect to, with their pool sizes; `POOL_TIERS` has the usual ones. */
  readonly databases: readonly PgBouncerDatabase[];
  /** Secret of each service by name: a JSON object with `username` and `password`, and the other of two roles that take turns. */
  readonly userSecretArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** Secret with `certificate` and `privateKey` in PEM for clients. @default each pod makes a self-signed key for itself */
  readonly tlsSecretArn?: pulumi.Input<string>;
  readonly secretsKeyArn: pulumi.Input<string>;

  /** Pods that may connect. */
  readonly clients: readonly Omit<PodsTarget, "kind">[];
  /** Ranges from which the metrics are scraped. @default none */
  readonly scraperCidrs?: pulumi.Input<readonly string[]>;

  /** Processes, 2 or more: one serves while another is replaced. @default 2 */
  readonly replicas?: number;
  /** Clients that each process serves, waiting ones included. @default 1000 */
  readonly maxClientConnections?: number;
  /** Longest that a client may idle in a transaction. @default 60 */
  readonly idleTransactionTimeoutSeconds?: number;
  /** Longest transaction that a stopping process waits for. @default 60 */
  readonly drainSeconds?: number;
  /** PgBouncer uses one processor at most. @default 250m to 1 CPU, 256Mi */
  readonly resources?: ContainerResources;
  readonly tags: Tags;
}
