import { describe, expect, test } from "vitest";
import { Namespace, type NamespaceArgs } from "../../components/namespace.ts";
import { recordResources } from "../support/mocks.ts";

const args: NamespaceArgs = {
  name: "acme",
  podSecurityVersion: "v1.36",
  quota: { cpuRequests: "20", cpuLimits: "40", memory: "64Gi", pods: 50 },
  tags: { system: "acme", environment: "prod", owner: "platform", dataClass: "personal" },
};
const record = (changes: Partial<NamespaceArgs> = {}) =>
  recordResources(() => new Namespace("acme", { ...args, ...changes }));

const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

describe("Namespace", () => {
  test("enforces, audits and warns by the restricted standard at a pinned version", async () => {
    const { inputs } = (await record()).one("kubernetes:core/v1:Namespace");
    expect(inputs.metadata).toMatchObject({
      name: "acme",
      labels: {
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.36",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/audit-version": "v1.36",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/warn-version": "v1.36",
        "app.kubernetes.io/managed-by": "rampart",
      },
    });
  });

  test("denies all traffic of all pods", async () => {
    const { inputs } = (await record()).one(POLICY, "acme-default-deny");
    expect(inputs.metadata.namespace).toBe("acme");
    expect(inputs.spec).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  test("allows DNS inside, and the agent that hands out AWS credentials", async () => {
    const { inputs } = (await record()).one(POLICY, "acme-basics");
    expect(inputs.spec).toEqual({
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            { ipBlock: { cidr: "10.0.0.0/8" } },
            { ipBlock: { cidr: "100.64.0.0/10" } },
            { ipBlock: { cidr: "172.16.0.0/12" } },
            { ipBlock: { cidr: "192.168.0.0/16" } },
            { ipBlock: { cidr: "169.254.0.0/16", except: ["169.254.169.254/32"] } },
          ],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
        { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [{ protocol: "TCP", port: 80 }] },
      ],
    });
  });

  test("bounds resources and leaves load balancers to the platform", async () => {
    const recording = await record();
    expect(recording.one("kubernetes:core/v1:ResourceQuota").inputs.spec.hard).toEqual({
      "requests.cpu": "20",
      "limits.cpu": "40",
      "requests.memory": "64Gi",
      "limits.memory": "64Gi",
      "requests.ephemeral-storage": "20Gi",
      "limits.ephemeral-storage": "20Gi",
      "requests.storage": "100Gi",
      pods: "50",
      "services.loadbalancers": "0",
      "services.nodeports": "0",
    });
    expect(recording.one("kubernetes:core/v1:LimitRange").inputs.spec.limits).toEqual([
      {
        type: "Container",
        default: { cpu: "1", memory: "512Mi", "ephemeral-storage": "128Mi" },
        defaultRequest: { cpu: "100m", memory: "512Mi", "ephemeral-storage": "128Mi" },
        max: { cpu: "8", memory: "16Gi" },
      },
    ]);
  });

  test("gives no service account an API token, the default one included", async () => {
    const recording = await record();
    expect(recording.one("kubernetes:core/v1:ServiceAccount").inputs.automountServiceAccountToken).toBe(false);
    expect(recording.one("kubernetes:core/v1:ServiceAccountPatch").inputs).toMatchObject({
      metadata: { name: "default", namespace: "acme" },
      automountServiceAccountToken: false,
    });
  });

  test("refuses names of Kubernetes' own and versions that move", async () => {
    await expect(record({ name: "kube-system" })).rejects.toThrow(
      'Namespace "acme": name is "kube-system", which belongs to Kubernetes; choose a name of your own.',
    );
    await expect(record({ name: "Acme" })).rejects.toThrow('Namespace "acme": name is "Acme"; allowed are 1 to 63');
    await expect(record({ podSecurityVersion: "latest" })).rejects.toThrow(
      'Namespace "acme": podSecurityVersion is "latest"; allowed is v1.<minor>, such as v1.36.',
    );
  });
});
