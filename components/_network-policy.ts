import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Connection, connectionsTo } from "./_connections.ts";

type EgressRule = k8s.types.input.networking.v1.NetworkPolicyEgressRule;
type IngressRule = k8s.types.input.networking.v1.NetworkPolicyIngressRule;
type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;

/** Where the Pod Identity agent of every node answers. */
const POD_IDENTITY_AGENT = "169.254.170.23/32";

/** The instance's credentials and metadata, which no pod may reach through a wide range. */
const INSTANCE_METADATA = "169.254.169.254/32";

/**
 * Auto Mode answers DNS on the node itself, at an address that a policy cannot name: any private or link-local
 * one may be it. A public one may not, or port 53 would be a way out.
 */
export function dnsEgress(): EgressRule {
  const local = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"];
  return {
    to: [
      ...local.map((cidr) => ({ ipBlock: { cidr } })),
      { ipBlock: { cidr: "169.254.0.0/16", except: [INSTANCE_METADATA] } },
    ],
    ports: [
      { protocol: "UDP", port: 53 },
      { protocol: "TCP", port: 53 },
    ],
  };
}

/** For pods with AWS permissions. */
export function podIdentityEgress(): EgressRule {
  return { to: [{ ipBlock: { cidr: POD_IDENTITY_AGENT } }], ports: [{ protocol: "TCP", port: 80 }] };
}

/** One TCP port at address ranges. */
export function rangesEgress(cidrs: readonly pulumi.Input<string>[], port: number): EgressRule {
  return { to: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ protocol: "TCP", port }] };
}

/** Pods of a namespace by their labels. `kubernetes.io/metadata.name` is put on every namespace by the API server. */
export function podsPeer(namespace: pulumi.Input<string>, matchLabels: Readonly<Record<string, string>>): Peer {
  return {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
    podSelector: { matchLabels: { ...matchLabels } },
  };
}

/**
 * Egress to pods and to servers with security groups. A network policy knows no security groups, so a server
 * is named by the ranges it lives in; its own group admits only the right pods there.
 */
export function connectionEgress(
  connections: readonly Connection[],
  serverCidrs: pulumi.Input<readonly string[]>,
): EgressRule[] {
  const servers = pulumi.output(serverCidrs).apply((cidrs) => cidrs.map((cidr): Peer => ({ ipBlock: { cidr } })));
  return [
    ...connectionsTo("pods", connections).map(({ to, port, protocol = "TCP" }) => ({
      to: [podsPeer(to.namespace, to.matchLabels)],
      ports: [{ protocol, port }],
    })),
    ...connectionsTo("securityGroup", connections).map(({ port, protocol = "TCP" }) => ({
      to: servers,
      ports: [{ protocol, port }],
    })),
  ];
}

export interface PolicyArgs {
  readonly metadata: k8s.types.input.meta.v1.ObjectMeta;
  /** Pods the policy is about; empty for all of the namespace. */
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly ingress?: readonly IngressRule[];
  readonly egress?: readonly EgressRule[];
}

/** A policy for the directions it has rules for. An empty list denies that direction; an absent one leaves it alone. */
export function networkPolicy(
  name: string,
  args: PolicyArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.networking.v1.NetworkPolicy {
  const { ingress, egress } = args;
  return new k8s.networking.v1.NetworkPolicy(
    name,
    {
      metadata: args.metadata,
      spec: {
        podSelector: Object.keys(args.matchLabels).length === 0 ? {} : { matchLabels: { ...args.matchLabels } },
        policyTypes: [...(ingress ? ["Ingress"] : []), ...(egress ? ["Egress"] : [])],
        ...(ingress && ingress.length > 0 && { ingress: [...ingress] }),
        ...(egress && egress.length > 0 && { egress: [...egress] }),
      },
    },
    opts,
  );
}

/** Egress to names outside the cluster, on the ports given; enforced by the node from the DNS answers it sees. */
export function domainPolicy(
  name: string,
  args: {
    /** The object's name differs from that of every NetworkPolicy: both kinds share one list of endpoints. */
    readonly metadata: k8s.types.input.meta.v1.ObjectMeta;
    readonly matchLabels: Readonly<Record<string, string>>;
    readonly connections: readonly Connection[];
  },
  opts: pulumi.CustomResourceOptions,
): k8s.apiextensions.CustomResource {
  return new k8s.apiextensions.CustomResource(
    name,
    {
      apiVersion: "networking.k8s.aws/v1alpha1",
      kind: "ApplicationNetworkPolicy",
      metadata: args.metadata,
      spec: {
        podSelector: Object.keys(args.matchLabels).length === 0 ? {} : { matchLabels: { ...args.matchLabels } },
        policyTypes: ["Egress"],
        egress: connectionsTo("domain", args.connections).map(({ to, port, protocol = "TCP" }) => ({
          to: [{ domainNames: [...to.names] }],
          ports: [{ protocol, port }],
        })),
      },
    },
    opts,
  );
}
