import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { deployment } from "../_examples.ts";
import { EKS_PODS } from "../_links.ts";
import { POD_TYPES } from "../_pods.ts";

const inNamespace = (namespace: Value, name = "api") => ({
  ...deployment({ containers: [{ name: "api" }] }),
  metadata: { name, namespace },
});

export default defineRule({
  id: "k8s-no-system-namespace",
  title: "Keep user workloads out of the system namespaces.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "The accounts there are the most powerful of the cluster, and quotas, policies and admission often leave it out.",
  fix: "Deploy into a namespace of the system's own.",
  links: [EKS_PODS],
  types: [...POD_TYPES, "kubernetes:core/v1:Secret", "kubernetes:core/v1:ConfigMap"],
  config: z.object({
    namespaces: z
      .array(z.string())
      .default(["kube-system", "kube-public", "kube-node-lease"])
      .describe("Namespaces that belong to the cluster."),
    allowedNames: z
      .array(z.string())
      .default(["amazon-vpc-cni"])
      .describe("Names of objects that belong there: settings that an add-on reads from its own namespace."),
  }),
  check: (resource, { config }) => {
    const namespace = resource.get("metadata", "namespace");
    if (!config.namespaces.includes(namespace.string() ?? "")) return [];
    if (config.allowedNames.includes(resource.get("metadata", "name").string() ?? "")) return [];
    return [namespace.fail("the object is put into a system namespace; use one of its own.")];
  },
  examples: {
    pass: [
      { inputs: inNamespace("shop") },
      {
        name: "settings of an add-on",
        type: "kubernetes:core/v1:ConfigMap",
        inputs: { metadata: { name: "amazon-vpc-cni", namespace: "kube-system" } },
      },
    ],
    fail: [
      { inputs: inNamespace("kube-system"), path: "/metadata/namespace", message: "put into a system namespace" },
      {
        name: "a secret",
        type: "kubernetes:core/v1:Secret",
        inputs: { metadata: { name: "db", namespace: "kube-public" } },
        path: "/metadata/namespace",
        message: "put into a system namespace",
      },
    ],
    undecided: [{ inputs: inNamespace(UNKNOWN), path: "/metadata/namespace" }],
  },
});
