import type * as pulumi from "@pulumi/pulumi";

/** Pods in this cluster, by their labels. */
export interface PodsTarget {
  readonly kind: "pods";
  /** Kubernetes name of the namespace they run in. */
  readonly namespace: pulumi.Input<string>;
  readonly matchLabels: Readonly<Record<string, string>>;
}

/**
 * A server with a security group of its own, such as a database or a cache. Pods that connect get a
 * security group too, and both sides name each other: no address range opens the server.
 */
export interface SecurityGroupTarget {
  readonly kind: "securityGroup";
  readonly id: pulumi.Input<string>;
}

/** Names outside the cluster. Exact, or with `*.` in front, which matches subdomains and not the domain itself. */
export interface DomainTarget {
  readonly kind: "domain";
  readonly names: readonly pulumi.Input<string>[];
}

export type ConnectionTarget = PodsTarget | SecurityGroupTarget | DomainTarget;

/**
 * One thing a workload talks to. Components that serve something export a value of this type; a
 * workload lists them in `connects`, and its egress policies and security-group rules follow from it.
 */
export interface Connection {
  /** Unique in one workload; part of child names, so kebab-case. */
  readonly name: string;
  readonly to: ConnectionTarget;
  /** 1 to 65535. */
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
}

/** The grammar of the `domainNames` field of an ApplicationNetworkPolicy, which the API server enforces. */
const DOMAIN = /^(\*\.)?([a-z0-9]([-a-z0-9]*[a-z0-9])?\.)+[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Rejects connections that the API server would refuse. `where` begins the message, for example `Workload "api"`. */
export function assertConnections(where: string, connections: readonly Connection[]): void {
  const seen = new Set<string>();
  for (const { name, to, port } of connections) {
    if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
      throw new Error(`${where}: a connection is named "${name}"; allowed are a-z, 0-9 and "-". Rename it.`);
    }
    if (seen.has(name)) {
      throw new Error(`${where}: two connections are named "${name}"; give each its own name.`);
    }
    seen.add(name);
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new Error(`${where}: connection "${name}" has port ${port}; allowed is 1 to 65535.`);
    }
    if (to.kind !== "domain") continue;
    if (to.names.length === 0) {
      throw new Error(`${where}: connection "${name}" names no domain; list at least one or remove it.`);
    }
    for (const domain of to.names) {
      // Names made of outputs are judged by the API server.
      if (typeof domain !== "string" || DOMAIN.test(domain)) continue;
      throw new Error(
        `${where}: connection "${name}" names "${domain}"; allowed are lower-case host names with at least one dot, ` +
          `with an optional "*." in front and no scheme, port or path.`,
      );
    }
  }
}

/** The connections of one kind, with their target narrowed. */
export function connectionsTo<Kind extends ConnectionTarget["kind"]>(
  kind: Kind,
  connections: readonly Connection[],
): (Connection & { readonly to: Extract<ConnectionTarget, { kind: Kind }> })[] {
  return connections.filter(
    (connection): connection is Connection & { readonly to: Extract<ConnectionTarget, { kind: Kind }> } =>
      connection.to.kind === kind,
  );
}
