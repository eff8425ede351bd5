import * as k8s from "@pulumi/kubernetes";
import { beforeAll, describe, expect, test } from "vitest";
import { EXEMPT_NAMESPACES } from "../../components/admission-policies.ts";
import { LogShipping, type LogShippingArgs, SHIPPER_NAMESPACE } from "../../components/log-shipping.ts";
import { MOCK_ACCOUNT, type Recording, parsePolicy, recordResources } from "../support/mocks.ts";

const clusterArn = `arn:aws:eks:eu-west-1:${MOCK_ACCOUNT}:cluster/shop-prod`;
const args: LogShippingArgs = {
  region: "eu-west-1",
  accountId: MOCK_ACCOUNT,
  clusterName: "shop-prod",
  clusterArn,
  vpcCidr: "10.20.0.0/16",
  tags: { system: "shop", environment: "prod", owner: "platform", dataClass: "internal" },
};
const record = (changes: Partial<LogShippingArgs> = {}) =>
  recordResources(() => {
    const provider = new k8s.Provider("cluster", { kubeconfig: "{}" });
    return new LogShipping("log-shipping", { ...args, ...changes }, { provider });
  });

describe("log shipping", () => {
  let made: Recording<LogShipping>;
  beforeAll(async () => {
    made = await record();
  });

  test("is the add-on for CloudWatch, without tracing", () => {
    const { inputs } = made.one("aws:eks/addon:Addon");
    expect(inputs).toMatchObject({
      region: "eu-west-1",
      clusterName: "shop-prod",
      addonName: "amazon-cloudwatch-observability",
      tags: { component: "log-shipping" },
    });
    expect(inputs).not.toHaveProperty("addonVersion");
    expect(JSON.parse(inputs.configurationValues)).toEqual({
      containerLogs: { enabled: true },
      agent: { config: { logs: { metrics_collected: { kubernetes: { enhanced_container_insights: true } } } } },
      manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
    });
  });

  test("takes a version", async () => {
    const pinned = await record({ version: "v6.4.0-eksbuild.1" });
    expect(pinned.one("aws:eks/addon:Addon").inputs.addonVersion).toBe("v6.4.0-eksbuild.1");
  });

  test("writes to the cluster's four groups, and may make none", () => {
    const { statements } = parsePolicy(made.one("aws:iam/rolePolicy:RolePolicy").inputs.policy);
    expect(statements).toEqual([
      {
        Sid: "WriteTheClustersLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: ["application", "dataplane", "host", "performance"].map(
          (kind) => `arn:aws:logs:eu-west-1:${MOCK_ACCOUNT}:log-group:/aws/containerinsights/shop-prod/${kind}:*`,
        ),
      },
      {
        Sid: "NameNodesAndVolumes",
        Effect: "Allow",
        Action: ["ec2:DescribeTags", "ec2:DescribeVolumes"],
        Resource: "*",
        Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
      },
    ]);
  });

  test("lends its role to one service account", () => {
    const trust = parsePolicy(made.one("aws:iam/role:Role").inputs.assumeRolePolicy);
    expect(trust.sid("AssumeByPods").Condition.StringEquals).toEqual({
      "aws:SourceAccount": MOCK_ACCOUNT,
      "aws:RequestTag/eks-cluster-arn": clusterArn,
      "aws:RequestTag/kubernetes-namespace": "amazon-cloudwatch",
      "aws:RequestTag/kubernetes-service-account": "cloudwatch-agent",
    });
    expect(made.one("aws:eks/podIdentityAssociation:PodIdentityAssociation").inputs).toMatchObject({
      clusterName: "shop-prod",
      namespace: "amazon-cloudwatch",
      serviceAccount: "cloudwatch-agent",
    });
  });

  test("lets in the API server's calls to the webhook, and out what asks the API and DNS", () => {
    const policies = made.all("kubernetes:networking.k8s.io/v1:NetworkPolicy").map(({ inputs }) => inputs);
    expect(policies.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
      "amazon-cloudwatch/default-deny",
      "amazon-cloudwatch/operator",
    ]);
    const [deny, operator] = policies;
    expect(deny?.spec).toMatchObject({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    expect(operator?.spec.podSelector.matchLabels).toEqual({
      "app.kubernetes.io/name": "amazon-cloudwatch-observability",
      "control-plane": "controller-manager",
    });
    expect(operator?.spec.ingress).toEqual([
      { from: [{ ipBlock: { cidr: "10.20.0.0/16" } }], ports: [{ protocol: "TCP", port: 9_443 }] },
    ]);
    expect(operator?.spec.egress.slice(1)).toEqual([
      {
        to: [{ ipBlock: { cidr: "10.20.0.0/16" } }, { ipBlock: { cidr: "172.20.0.0/16" } }],
        ports: [{ protocol: "TCP", port: 443 }],
      },
    ]);
  });

  test("may write nothing outside its namespace, whatever the add-on's roles allow", () => {
    const { metadata, spec } = made.one("kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy").inputs;
    expect(spec).toMatchObject({
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: {
          matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["amazon-cloudwatch"] }],
        },
        resourceRules: [
          {
            apiGroups: ["*"],
            apiVersions: ["*"],
            operations: ["CREATE", "UPDATE", "DELETE"],
            resources: ["*"],
            scope: "Namespaced",
          },
          { apiGroups: [""], operations: ["CREATE", "UPDATE", "DELETE"], resources: ["namespaces"], scope: "Cluster" },
        ],
      },
      matchConditions: [
        {
          name: "is-the-shipper",
          expression: 'request.userInfo.username.startsWith("system:serviceaccount:amazon-cloudwatch:")',
        },
      ],
      validations: [{ expression: "false" }],
    });
    expect(made.one("kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding").inputs.spec).toEqual(
      { policyName: metadata.name, validationActions: ["Deny", "Audit"] },
    );
  });

  test("starts after its identity, its namespace and their policies", () => {
    expect(made.one("aws:eks/addon:Addon").opts.dependencies).toEqual(
      expect.arrayContaining([
        "log-shipping-identity",
        "log-shipping-confined",
        "log-shipping-default-deny",
        "log-shipping-operator",
      ]),
    );
    for (const policy of made.all("kubernetes:networking.k8s.io/v1:NetworkPolicy")) {
      expect(policy.opts.dependencies).toContain("log-shipping-namespace");
    }
  });

  test("is in a namespace in which admission judges nothing, since its pods mount paths of the node", () => {
    expect(made.one("kubernetes:core/v1:Namespace").inputs.metadata).toMatchObject({
      name: SHIPPER_NAMESPACE,
      labels: { "pod-security.kubernetes.io/enforce": "privileged" },
    });
    expect(EXEMPT_NAMESPACES).toContain(SHIPPER_NAMESPACE);
  });
});
