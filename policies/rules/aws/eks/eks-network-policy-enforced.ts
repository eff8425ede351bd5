import { ref } from "../../../examples.ts";
import type { Resource } from "../../../resource.ts";
import { anyOf, defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "eks-network-policy-enforced",
  title: "Enable network policy in the VPC CNI add-on or install another enforcer.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "NetworkPolicy objects are ignored without one.",
  fix: "Set enableNetworkPolicy in the vpc-cni add-on or, with Auto Mode, enable-network-policy-controller in the ConfigMap kube-system/amazon-vpc-cni.",
  links: [
    awsDocs("Network policies on EKS", "eks/latest/userguide/cni-network-policy.html"),
    awsDocs("Network policies with Auto Mode", "eks/latest/userguide/auto-net-pol.html"),
  ],
  types: ["aws:eks/cluster:Cluster"],
  check: (cluster, { stack }) => {
    const enforced = anyOf(
      () =>
        some(
          stack.candidates(cluster, "aws:eks/addon:Addon", "clusterName"),
          (addon) => enforces(addon) && stack.refersTo(addon, addon.get("clusterName"), cluster),
        ),
      () => some(stack.ofType("kubernetes:core/v1:ConfigMap"), switchesOn),
    );
    return enforced
      ? []
      : [cluster.fail("NetworkPolicy objects have no effect in the cluster; enable network policy in the VPC CNI")];
  },
  examples: {
    pass: [
      { inputs: { name: "shop" }, stack: [cniWith('{"enableNetworkPolicy":"true"}')] },
      {
        name: "Auto Mode",
        inputs: { computeConfig: { enabled: true } },
        stack: [
          {
            type: "kubernetes:core/v1:ConfigMap",
            name: "cni",
            inputs: {
              metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
              data: { "enable-network-policy-controller": "true" },
            },
          },
        ],
      },
    ],
    fail: [
      { inputs: { name: "shop" }, path: "", message: "no effect" },
      { inputs: { name: "shop" }, stack: [cniWith('{"enableNetworkPolicy":"false"}')], path: "", message: "no effect" },
    ],
    undecided: [{ inputs: { name: "shop" }, stack: [cniWith(UNKNOWN)], path: "/configurationValues" }],
  },
});
function enforces(addon: Resource): boolean {
  const isOn = () => addon.get("configurationValues").json().get("enableNetworkPolicy").boolean() === true;
  return every([() => addon.get("addonName").string() === "vpc-cni", isOn], (test) => test());
}

function switchesOn(configMap: Resource): boolean {
  const isOn = () => configMap.get("data", "enable-network-policy-controller").boolean() === true;
  return every([() => configMap.get("metadata", "name").string() === "amazon-vpc-cni", isOn], (test) => test());
}

function cniWith(configurationValues: Value) {
  const inputs = { addonName: "vpc-cni", clusterName: ref("subject", "name"), configurationValues };
  return { type: "aws:eks/addon:Addon", name: "cni", inputs };
}
