import { type Area, code, known, proven, rule, runbook, tested } from "./_entry.ts";

const AUTO_MODE = "is Auto Mode without built-in pools, encrypted, logged, and open to the given ranges only";
const ORDER = "waits for its permissions and log groups, so that it is deleted before them";

export const cluster: Area = {
  title: "Cluster and namespaces",
  failures: [
    known(
      "Auto Mode accepts network policies and enforces none, until a ConfigMap in kube-system turns its controller on.",
      [
        code("components/_cluster-nodes.ts", '"enable-network-policy-controller": "true"'),
        rule("eks-network-policy-enforced"),
      ],
      tested("cluster", "turn network policies on", "is entries, policy switch, node class, pool, policies, add-ons"),
    ),
    known(
      "The built-in node pools admit all traffic of pods without a policy, and their node class cannot be changed.",
      [
        code("components/cluster.ts", "nodePools: []"),
        code("components/_cluster-nodes.ts", 'networkPolicy: "DefaultDeny"'),
        rule("k8s-namespace-default-deny"),
      ],
      tested("cluster", AUTO_MODE, "deny traffic by default and encrypt disks"),
    ),
    known(
      "EKS refuses Auto Mode with one of computing, storage and load balancing off, or with the add-ons that EKS else brings along.",
      [
        code("components/cluster.ts", "storageConfig: { blockStorage: { enabled: true } }"),
        code("components/cluster.ts", "bootstrapSelfManagedAddons: false"),
      ],
      tested("cluster", AUTO_MODE),
    ),
    known(
      "Without security groups for single pods whoever runs on a node reaches the database: Auto Mode has them from 1.36 on, and burstable machines never.",
      [
        code("components/_cluster-versions.ts", "MINIMUM_VERSION"),
        code("components/_cluster-nodes.ts", "export function assertNodes"),
        rule("db-sg-only-from-workloads"),
      ],
      tested(
        "cluster",
        "a version without security groups for pods",
        "burstable machines",
        "are of families that carry branch network interfaces",
      ),
    ),
    known(
      "A default deny also shuts out name resolution, which Auto Mode serves on the node, and the agent that hands out AWS credentials.",
      [
        code("components/_network-policy.ts", "export function dnsEgress"),
        code("components/_network-policy.ts", "export function podIdentityEgress"),
      ],
      tested("namespace", "allows DNS inside, and the agent that hands out AWS credentials"),
    ),
    known(
      "A role that trusts the service of pod identities can be lent to any service account of any cluster in the account.",
      [
        code("components/_pod-identity.ts", '"aws:RequestTag/kubernetes-service-account"'),
        rule("iam-trust-service-confused-deputy"),
      ],
      tested("workload", "belong to one service account of one cluster"),
    ),
    known(
      "A pod that starts before its identity is associated gets no credentials, then or later.",
      [code("components/_pod-identity.ts", "ready: [association]")],
      [
        ...tested("workload", "belong to one service account of one cluster"),
        ...tested("pooler", "runs hardened pods that stop slowly and restart without losing the set"),
      ],
    ),
    known(
      "Whoever creates a cluster administers it from then on, in no list that anybody reads.",
      [
        code("components/cluster.ts", "bootstrapClusterCreatorAdminPermissions: false"),
        rule("eks-no-creator-admin"),
        rule("eks-access-entries-only"),
      ],
      tested("cluster", AUTO_MODE, "grants cluster administration to the deployer and to break-glass alone"),
    ),
    known(
      "Without an entry for the deployer's role the first object in the cluster is refused, and at the end the last one is stuck.",
      [code("components/_cluster-access.ts", "access.deployerRoleArns is empty")],
      tested(
        "cluster",
        "a cluster without a deployer",
        "gives the deployer its rights before the first Kubernetes object",
      ),
    ),
    known(
      "EKS makes its log group itself where there is none: under no key of ours, and for ever.",
      [
        code("components/_cluster-logs.ts", "export function clusterLogs"),
        rule("eks-control-plane-log-group-managed"),
        rule("eks-control-plane-logging"),
      ],
      tested("cluster", "logs into groups with key and retention", ORDER),
    ),
    known(
      "A key for the cluster's data cannot be taken away again: without it in the program the cluster is made anew.",
      [
        code("engine/against/stateful/clusters.ts", 'encryptionConfig: { on: "removed" }'),
        rule("eks-secrets-encryption"),
      ],
      proven("engine/against/fates", '"replaced encryptionConfig"'),
    ),
    known(
      "A version past its standard support costs six times as much, or is upgraded on a day that suits nobody.",
      [
        code("components/_cluster-versions.ts", "export function assertSupported"),
        code("components/cluster.ts", 'supportType: "STANDARD"'),
        rule("eks-supported-version"),
        runbook("cluster-upgrade"),
      ],
      [
        ...tested("cluster-versions", "refuses the first day with less, and says what to do"),
        ...proven("stacks/settings/cluster", "refuses a version whose standard support ends within 60 days"),
        ...tested("cluster", AUTO_MODE),
      ],
    ),
    known(
      "A Pod Security Standard without a version becomes another one with the next upgrade, and refuses pods that ran.",
      [code("components/namespace.ts", "podSecurityVersion"), rule("k8s-namespace-pss-enforce")],
      tested(
        "namespace",
        "enforces, audits and warns by the restricted standard at a pinned version",
        "refuses names of Kubernetes' own and versions that move",
      ),
    ),
    known(
      "Pod Security says nothing of images by tag, limits and tokens, so that such pods are admitted.",
      [
        code("components/admission-policies.ts", "export class AdmissionPolicies"),
        rule("k8s-image-digest"),
        rule("k8s-service-account-token-not-mounted"),
      ],
      [
        ...tested("admission-policies", "fails closed and judges every kind that holds a pod"),
        ...tested("namespace", "gives no service account an API token, the default one included"),
      ],
    ),
    known(
      "A public endpoint without a list of ranges is open to the internet, and so is one with an empty list.",
      [
        code("components/_cluster-endpoint.ts", "export function assertEndpoint"),
        rule("eks-public-cidrs-restricted"),
        rule("eks-private-endpoint"),
      ],
      [
        ...tested("cluster", "the whole internet", "an empty list, which EKS reads as everybody"),
        ...proven("stacks/settings/cluster", "refuses an endpoint for everybody, and private addresses"),
      ],
    ),
    known(
      "A private endpoint that nothing inside the network deploys to leaves the program without a way to the cluster.",
      [
        code("stacks/settings/rules/cluster.ts", "leaves nobody who can reach the API server"),
        runbook("cluster-unreachable"),
      ],
      proven("stacks/settings/cluster", "refuses a private endpoint that nobody reaches"),
    ),
    known(
      "A cluster that is deleted after its roles or log groups leaves network interfaces and groups behind that nobody can remove, or a log group that it made again.",
      [
        code("components/cluster.ts", "dependsOn: [...roles.permissions, ...logs.all]"),
        code("components/_cluster-roles.ts", "so that they outlive it"),
      ],
      tested("cluster", ORDER),
    ),
    known(
      "A kubeconfig that carries a token stands in the state and the outputs for everybody to read.",
      [code("components/_cluster-endpoint.ts", "export function kubeconfigFor")],
      tested("cluster", "asks the AWS CLI for tokens and keeps none"),
    ),
  ],
};
