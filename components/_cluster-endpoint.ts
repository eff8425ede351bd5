import * as pulumi from "@pulumi/pulumi";
import ipaddr from "ipaddr.js";

/**
 * How the Kubernetes API is reached from outside the VPC. Inside it the private endpoint is always on.
 * `private` needs a deployer inside the VPC or on a peered network.
 */
export type ClusterEndpoint =
  | { readonly access: "private" }
  | {
      readonly access: "public";
      /** Address ranges of offices, VPNs and runners: IPv4 CIDRs, /8 or narrower, public addresses. */
      readonly publicCidrs: readonly string[];
    };

/** Anything wider is no allow-list; it also stops two halves of the internet from standing in for the whole. */
const WIDEST_PREFIX = 8;

/** Rejects ranges that EKS would refuse and ranges that open the API to everybody. */
export function assertEndpoint(where: string, endpoint: ClusterEndpoint): void {
  if (endpoint.access === "private") return;
  const { publicCidrs } = endpoint;
  if (publicCidrs.length === 0) {
    throw new Error(
      `${where}: endpoint.publicCidrs is empty, which EKS reads as 0.0.0.0/0. ` +
        `List the ranges that may reach the API, or set endpoint.access to "private".`,
    );
  }
  for (const [index, cidr] of publicCidrs.entries()) {
    const problem = problemOf(cidr);
    if (problem === undefined) continue;
    throw new Error(
      `${where}: endpoint.publicCidrs[${index}] is "${cidr}", ${problem}. Allowed are public IPv4 ranges of ` +
        `/${WIDEST_PREFIX} or narrower, such as 198.51.100.0/24.`,
    );
  }
}

function problemOf(cidr: string): string | undefined {
  if (cidr === "0.0.0.0/0" || cidr === "::/0") return "which opens the API to the whole internet";
  if (!ipaddr.IPv4.isValidCIDR(cidr)) return "which is not an IPv4 CIDR";
  const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
  if (prefix < WIDEST_PREFIX) return "which is too wide to be an allow-list";
  if (ipaddr.IPv4.networkAddressFromCIDR(cidr).toString() !== address.toString()) {
    return `whose address is not the first of its range (${ipaddr.IPv4.networkAddressFromCIDR(cidr).toString()})`;
  }
  // EKS refuses these; they never arrive at a public endpoint anyway.
  if (["private", "loopback", "linkLocal", "multicast", "unspecified"].includes(address.range())) {
    return "which is not a public range";
  }
  return undefined;
}

export interface KubeconfigArgs {
  readonly clusterName: string;
  readonly region: string;
  readonly endpoint: pulumi.Input<string>;
  /** Base64, as EKS gives it. Public. */
  readonly certificateAuthority: pulumi.Input<string>;
}

/**
 * A kubeconfig without credentials: each use asks the AWS CLI for a token of whoever runs it, so that it is
 * safe in state and right for every operator.
 */
export function kubeconfigFor(args: KubeconfigArgs): pulumi.Output<string> {
  const { clusterName, region } = args;
  return pulumi.jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: clusterName,
        cluster: { server: args.endpoint, "certificate-authority-data": args.certificateAuthority },
      },
    ],
    contexts: [{ name: clusterName, context: { cluster: clusterName, user: clusterName } }],
    "current-context": clusterName,
    users: [
      {
        name: clusterName,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: ["eks", "get-token", "--cluster-name", clusterName, "--region", region, "--output", "json"],
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}
