import type { Waiver } from "../policies/waiver.ts";

const EVERYWHERE = ["prod", "staging"];
const OWNER = "platform";

/** What our own environments bear, and why. Every entry is shown in every run, and fails it once it has expired. */
export const waivers: readonly Waiver[] = [
  {
    rule: "eks-access-policy-scoped",
    resource: "cluster/cluster-access-role-*-clusteradmin",
    environments: EVERYWHERE,
    reason: "The deployer makes node pools, storage classes and namespaces, which belong to no namespace.",
    owner: OWNER,
    ticket: "docs/decisions/0012",
    expires: "2027-05-31",
  },
  {
    rule: "eks-access-policy-scoped",
    resource: "cluster/cluster-access-break-glass-clusteradmin",
    environments: EVERYWHERE,
    reason: "The way in when all others fail. Every use of it raises an alarm.",
    owner: OWNER,
    ticket: "docs/decisions/0012",
    expires: "2027-05-31",
  },
  {
    rule: "eks-private-endpoint",
    resource: "cluster/cluster-cluster",
    path: "/vpcConfig/endpointPublicAccess",
    environments: EVERYWHERE,
    reason: "Only listed networks reach it: the first deployment cannot run inside the network that it makes.",
    owner: OWNER,
    ticket: "docs/decisions/0012",
    expires: "2027-05-31",
  },
  {
    rule: "k8s-namespace-pss-enforce",
    resource: "cluster/cluster-secrets-namespace",
    environments: EVERYWHERE,
    reason: "The add-on's driver mounts volumes into pods, for which Kubernetes asks a privileged container.",
    owner: OWNER,
    ticket: "docs/decisions/0012",
    expires: "2027-05-31",
  },
  {
    rule: "k8s-namespace-pss-enforce",
    resource: "log-shipping/log-shipping-namespace",
    environments: EVERYWHERE,
    reason: "The add-on's shipper reads the log files of its node, and so mounts paths of the node.",
    owner: OWNER,
    ticket: "docs/decisions/0071",
    expires: "2027-05-31",
  },
  {
    rule: "rbac-limit-secrets-access",
    resource: "cluster/cluster-secrets-sync-role",
    environments: EVERYWHERE,
    reason: "The driver writes the secrets that pods take as environment variables, whatever their names.",
    owner: OWNER,
    ticket: "docs/decisions/0012",
    expires: "2027-05-31",
  },
  {
    rule: "s3-encryption-cmk",
    resource: "audit/audit-access-encryption",
    environments: EVERYWHERE,
    reason: "Load balancers write their access logs to buckets with the keys of S3 only.",
    owner: OWNER,
    ticket: "docs/decisions/0012",
    expires: "2027-05-31",
  },
];
