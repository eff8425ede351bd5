import { defineRule } from "../../../rule.ts";
import { allOf } from "../_logic.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { EKS_ACCESS_ENTRIES } from "../_links.ts";

const configMap = (name: Value, namespace: Value) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace },
});

export default defineRule({
  id: "k8s-aws-auth-not-managed",
  title: "Do not write the aws-auth config map; use access entries.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "One edit of that map makes anybody administrator, a wrong one locks everybody out, and CloudTrail shows neither.",
  fix: "Remove the config map and give each IAM role an aws.eks.AccessEntry with an access policy.",
  links: [EKS_ACCESS_ENTRIES],
  types: ["kubernetes:core/v1:ConfigMap"],
  check: (resource) => {
    const name = resource.get("metadata", "name");
    const isAwsAuth = allOf(
      () => name.string() === "aws-auth",
      () => resource.get("metadata", "namespace").string() === "kube-system",
    );
    return isAwsAuth
      ? [name.fail("the config map decides who is administrator of the cluster; use access entries.")]
      : [];
  },
  examples: {
    pass: [
      { inputs: configMap("api", "shop") },
      { inputs: configMap(UNKNOWN, "shop") },
      { inputs: configMap("amazon-vpc-cni", "kube-system") },
    ],
    fail: [
      {
        inputs: configMap("aws-auth", "kube-system"),
        path: "/metadata/name",
        message: "decides who is administrator",
      },
      {
        name: "a patch",
        type: "kubernetes:core/v1:ConfigMapPatch",
        inputs: configMap("aws-auth", "kube-system"),
        path: "/metadata/name",
        message: "decides who is administrator",
      },
    ],
    undecided: [
      { inputs: configMap(UNKNOWN, "kube-system"), path: "/metadata/name" },
      { inputs: configMap("aws-auth", UNKNOWN), path: "/metadata/namespace" },
    ],
  },
});
