import type { Hazard } from "./hazard.ts";
import { ACL_OPEN, IGW, NETWORK_HAZARDS, PEERING, ROUTE_NOWHERE, TCP, WORLD } from "./hazards-network.ts";

const FORWARD = [
  { type: "forward", targetGroupArn: "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/api/0" },
];

/** A dangerous right for each control on roles, from its title; any one list of it alone is harmless beside the other's harmless values. */
const RIGHTS: Readonly<Record<string, readonly [group: string, resource: string, verb: string]>> = {
  "rbac-limit-secrets-access": ["", "secrets", "get"],
  "rbac-limit-pod-create": ["", "pods", "create"],
  "rbac-no-exec-attach": ["", "pods/exec", "create"],
  "rbac-no-ephemeral-containers": ["", "pods/ephemeralcontainers", "patch"],
  "rbac-no-escalate": ["rbac.authorization.k8s.io", "clusterroles", "escalate"],
  "rbac-no-bind": ["rbac.authorization.k8s.io", "clusterroles", "bind"],
  "rbac-no-impersonate": ["", "users", "impersonate"],
  "rbac-limit-rbac-management": ["rbac.authorization.k8s.io", "clusterrolebindings", "create"],
  "rbac-no-node-proxy": ["", "nodes/proxy", "get"],
  "rbac-no-csr-approval": ["certificates.k8s.io", "certificatesigningrequests/approval", "update"],
  "rbac-no-webhook-config": ["admissionregistration.k8s.io", "validatingwebhookconfigurations", "update"],
  "rbac-no-token-create": ["", "serviceaccounts/token", "create"],
  "rbac-no-pv-create": ["", "persistentvolumes", "create"],
  "rbac-no-service-status-update": ["", "services/status", "update"],
  "rbac-limit-network-management": ["networking.k8s.io", "networkpolicies", "update"],
};

const rights: Hazard[] = Object.entries(RIGHTS).flatMap(([control, [group, resource, verb]]): Hazard[] => {
  const controls = new RegExp(`^${control}$`);
  const around = { apiGroups: [group], resources: [resource], verbs: [verb] };
  return [
    {
      controls,
      path: "rules.apiGroups",
      around,
      from: ["example.com"],
      values: [[group], ["*"], ["example.com", group]],
    },
    {
      controls,
      path: "rules.resources",
      around,
      from: ["examples"],
      values: [[resource], ["*"], ["examples", resource]],
    },
    { controls, path: "rules.verbs", around, from: ["example"], values: [[verb], ["*"], ["example", verb]] },
  ];
});

const wildcards: Hazard[] = [
  ["rbac-no-wildcard-verbs", "rules.verbs"],
  ["rbac-no-wildcard-resources", "rules.resources"],
  ["rbac-no-wildcard-api-groups", "rules.apiGroups"],
  ["rbac-no-wildcard-nonresource-urls", "rules.nonResourceURLs"],
].map(([control, path]) => ({
  controls: new RegExp(`^${control}$`),
  path: path as string,
  around: {},
  from: ["example"],
  values: [["*"], ["example", "*"]],
}));

const versions: Hazard[] = [
  ["postgres", "17.6", "9.6"],
  ["aurora-postgresql", "17.4", "11.9"],
  ["mysql", "8.4.3", "5.7.44"],
].map(([engine, from, old]) => ({
  controls: /^rds-supported-engine-version$/,
  path: "engineVersion",
  around: { engine },
  from,
  values: [old as string],
}));

/** One control at a time: the input, what stands beside it, its harmless value and the insecure ones. */
const single: Hazard[] = (
  [
    [
      "vpc-private-subnet-no-igw-route",
      "routes.gatewayId",
      { ...ROUTE_NOWHERE, cidrBlock: "0.0.0.0/0" },
      "vgw-0123456789abcdef0",
      [IGW],
    ],
    [
      "vpc-private-subnet-no-igw-route",
      "gatewayId",
      { ...ROUTE_NOWHERE, destinationCidrBlock: "0.0.0.0/0" },
      "vgw-0123456789abcdef0",
      [IGW],
    ],
    [
      "vpc-peering-routes-least-access",
      "routes.vpcPeeringConnectionId",
      { ...ROUTE_NOWHERE, cidrBlock: "0.0.0.0/0" },
      undefined,
      [PEERING],
    ],
    [
      "vpc-peering-routes-least-access",
      "vpcPeeringConnectionId",
      { ...ROUTE_NOWHERE, destinationCidrBlock: "0.0.0.0/0" },
      undefined,
      [PEERING],
    ],
    ["sg-public-ingress-only-allowed-ports", "fromPort", { ...WORLD, ...TCP, type: "ingress", toPort: 443 }, 443, [0]],
    [
      "sg-public-ingress-only-allowed-ports",
      "toPort",
      { ...WORLD, ...TCP, type: "ingress", fromPort: 443 },
      443,
      [65535],
    ],
    ["sg-public-ingress-only-allowed-ports", "ingress.fromPort", { ...WORLD, ...TCP, toPort: 443 }, 443, [0]],
    ["sg-public-ingress-only-allowed-ports", "ingress.toPort", { ...WORLD, ...TCP, fromPort: 443 }, 443, [65535]],
    ["nacl-no-public-admin-ingress", "egress", ACL_OPEN, true, [false]],
    ["nacl-no-allow-all-ports", "egress", ACL_OPEN, true, [false]],
    ["alb-http-redirects-to-https", "protocol", { port: 80, defaultActions: FORWARD }, "HTTPS", ["HTTP"]],
    ["alb-http-redirects-to-https", "port", { protocol: undefined, defaultActions: FORWARD }, 443, [80]],
    [
      "alb-drop-invalid-headers",
      "loadBalancerType",
      { dropInvalidHeaderFields: undefined },
      "network",
      ["application"],
    ],
    ["alb-desync-mitigation", "loadBalancerType", { desyncMitigationMode: "monitor" }, "network", ["application"]],
    ["alb-tls-policy-modern", "protocol", { sslPolicy: "ELBSecurityPolicy-2016-08" }, "HTTP", ["HTTPS"]],
    ["lambda-supported-runtime", "packageType", { runtime: "nodejs12.x" }, "Image", ["Zip"]],
    [
      "lambda-not-public",
      "principal",
      { principalOrgId: undefined, sourceArn: undefined, sourceAccount: undefined, organizationId: undefined },
      "111122223333",
      ["*"],
    ],
    [
      "lambda-not-public",
      "principalOrgId",
      { principal: "*", sourceArn: undefined, sourceAccount: undefined },
      "o-exampleorgid",
      [""],
    ],
    [
      "ecr-immutable-tags",
      "imageTagMutabilityExclusionFilters",
      { imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" },
      [{ filter: "dev-*", filterType: "WILDCARD" }],
      [[{ filter: "*", filterType: "WILDCARD" }]],
    ],
    [
      "eks-access-policy-scoped",
      "policyArn",
      { accessScope: { type: "cluster" } },
      "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      ["arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"],
    ],
    [
      "k8s-no-default-service-account",
      "spec.serviceAccount",
      { serviceAccountName: undefined },
      "api",
      ["default", ""],
    ],
    [
      "k8s-service-external-name",
      "spec.type",
      { externalName: "metadata.google.internal" },
      "ClusterIP",
      ["ExternalName"],
    ],
    [
      "rbac-no-default-service-account-binding",
      "subjects.name",
      { kind: "ServiceAccount", namespace: "shop" },
      "api",
      ["default"],
    ],
    [
      "rbac-no-default-service-account-binding",
      "subjects.kind",
      { name: "default", namespace: "shop" },
      "User",
      ["ServiceAccount"],
    ],
    ["k8s-aws-auth-not-managed", "metadata.name", { namespace: "kube-system" }, "other", ["aws-auth"]],
    ["k8s-aws-auth-not-managed", "metadata.namespace", { name: "aws-auth" }, "shop", ["kube-system"]],
    ["lambda-url-cors", "cors.allowCredentials", { allowOrigins: ["*"] }, false, [true]],
    [
      "k8s-netpol-metadata-blocked",
      "spec.egress.to.ipBlock.cidr",
      { except: undefined },
      "10.0.0.0/8",
      ["0.0.0.0/0", "169.254.0.0/16", "::/0"],
    ],
    [
      "k8s-netpol-metadata-blocked",
      "spec.egress.to.ipBlock.except",
      { cidr: "0.0.0.0/0" },
      ["169.254.169.254/32"],
      [["10.0.0.0/8"]],
    ],
    ...["/aws/eks/shop/cluster", "/aws/cloudtrail/all"].map(
      (name) => ["cloudwatch-log-group-retention", "retentionInDays", { name }, 400, [0, 1, 30]] as const,
    ),
    ["sg-no-unrestricted-egress", "egress.fromPort", { ...WORLD, ...TCP, toPort: 65535 }, 60000, [0]],
    ["sg-no-unrestricted-egress", "egress.toPort", { ...WORLD, ...TCP, fromPort: 0 }, 1, [65535]],
    [
      "eks-public-cidrs-restricted",
      "vpcConfig.endpointPublicAccess",
      { publicAccessCidrs: ["0.0.0.0/0"] },
      false,
      [true],
    ],
    ["eks-nodegroup-no-open-ssh", "remoteAccess.ec2SshKey", { sourceSecurityGroupIds: undefined }, undefined, ["ops"]],
    ...["spec.template.spec", "spec.jobTemplate.spec.template.spec", "spec"].flatMap((pod) =>
      ["containers", "initContainers", "ephemeralContainers"].flatMap((list) => {
        const path = `${pod}.${list}.env.value`;
        const password = { name: "DB_PASSWORD" };
        return [
          ["k8s-no-secrets-in-env-literals", path, password, undefined, ["Tr0ub4dor3example"]] as const,
          ["k8s-no-secrets-in-env-literals", path, { name: "LEVEL" }, "info", ["AKIAIOSFODNN7EXAMPLE"]] as const,
          ["pgbouncer-credentials-from-secret", path, password, undefined, ["Tr0ub4dor3example"]] as const,
          ["pgbouncer-auth-scram", path, { name: "AUTH_TYPE" }, "scram-sha-256", ["trust", "any", "plain"]] as const,
        ];
      }),
    ),
    ["ssm-parameter-secure-string", "name", { type: "String", value: "on" }, "/shop/level", ["/shop/db/password"]],
    [
      "ssm-parameter-secure-string",
      "insecureValue",
      { type: "String", name: "/shop/level", value: undefined },
      "on",
      ["AKIAIOSFODNN7EXAMPLE"],
    ],
    [
      "cloudfront-signed-urls-required",
      "orderedCacheBehaviors.pathPattern",
      { trustedKeyGroups: undefined },
      "/assets/*",
      ["/media/*", "/private/*"],
    ],
    [
      "rds-managed-master-password",
      "password",
      { manageMasterUserPassword: undefined },
      undefined,
      ["Tr0ub4dor3example"],
    ],
    [
      "rds-managed-master-password",
      "masterPassword",
      { manageMasterUserPassword: undefined },
      undefined,
      ["Tr0ub4dor3example"],
    ],
  ] as const
).map(([control, path, around, from, values]) => ({
  controls: new RegExp(`^${control}$`),
  path,
  around,
  from,
  values,
}));

export const HAZARDS: readonly Hazard[] = [...single, ...versions, ...NETWORK_HAZARDS, ...rights, ...wildcards];
