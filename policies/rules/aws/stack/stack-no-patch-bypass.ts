import type { Property } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { type Issue, NOT_APPLICABLE, defineRule, each } from "../../../rule.ts";
import { type Properties, UNKNOWN } from "../../../value.ts";
import { isPatch, kindOf } from "../../kubernetes/_objects.ts";

const PATCH = "kubernetes:apps/v1:DeploymentPatch";

export default defineRule({
  id: "stack-no-patch-bypass",
  title: "Apply the same checks to patch and list resources, and flag patches that touch security fields.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Server-side patches change pods that policies for the plain kinds never see. Every rule here judges patches and lists as the plain kind; a patch shows only its own part of the object, so that its security fields are reported besides.",
  fix: "Set the field where the object is declared instead of patching it.",
  links: [
    {
      title: "Pulumi: server-side apply",
      url: "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/",
    },
  ],
  types: [
    "kubernetes:apps/v1:Deployment",
    "kubernetes:apps/v1:StatefulSet",
    "kubernetes:apps/v1:DaemonSet",
    "kubernetes:core/v1:Namespace",
    "kubernetes:core/v1:ConfigMap",
    "kubernetes:core/v1:ServiceAccount",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
  ],
  check: (resource) => (isPatch(resource) ? each(guardedFields(resource), (field) => field()) : NOT_APPLICABLE),
  examples: {
    pass: [
      { type: PATCH, inputs: { metadata: { name: "api" }, spec: { replicas: 3 } } },
      {
        type: "kubernetes:core/v1:NamespacePatch",
        inputs: { metadata: { name: "shop", labels: { team: "shop" } } },
      },
      {
        name: "the account that Kubernetes makes loses its token",
        type: "kubernetes:core/v1:ServiceAccountPatch",
        inputs: { metadata: { name: "default", namespace: "shop" }, automountServiceAccountToken: false },
      },
    ],
    fail: [
      {
        type: PATCH,
        inputs: pod({ containers: [{ name: "api" }, { name: "proxy", securityContext: { privileged: true } }] }),
        path: "/spec/template/spec/containers/1/securityContext",
        message: "touches a security field",
      },
      { type: PATCH, inputs: pod({ hostNetwork: true }), path: "/spec/template/spec/hostNetwork", message: "touches" },
      {
        type: "kubernetes:core/v1:NamespacePatch",
        inputs: { metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged" } } },
        path: "/metadata/labels/pod-security.kubernetes.io~1enforce",
        message: "touches",
      },
      {
        type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRolePatch",
        inputs: { rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }] },
        path: "/rules",
        message: "touches",
      },
      {
        type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBindingPatch",
        inputs: { roleRef: { name: "cluster-admin" } },
        path: "/roleRef",
        message: "touches",
      },
      {
        type: "kubernetes:core/v1:ServiceAccountPatch",
        inputs: { automountServiceAccountToken: true },
        path: "/automountServiceAccountToken",
        message: "touches",
      },
      {
        type: "kubernetes:core/v1:ConfigMapPatch",
        inputs: { metadata: { namespace: "kube-system", name: "aws-auth" }, data: { mapRoles: "[]" } },
        path: "/data",
        message: "touches",
      },
    ],
    undecided: [
      { type: PATCH, inputs: pod(UNKNOWN), path: "/spec/template/spec" },
      {
        type: "kubernetes:core/v1:NamespacePatch",
        inputs: { metadata: { labels: UNKNOWN } },
        path: "/metadata/labels",
      },
    ],
  },
});
const POD_FIELDS = [
  "securityContext",
  "hostNetwork",
  "hostPID",
  "hostIPC",
  "hostUsers",
  "serviceAccountName",
  "automountServiceAccountToken",
  "volumes",
];
const CONTAINER_FIELDS = ["securityContext", "image", "command", "volumeMounts"];
const POD_SECURITY_LABEL = "pod-security.kubernetes.io/";

/** The fields of a patch that rules for the plain kind would judge on the whole object, each to be judged by itself. */
function guardedFields(patch: Resource): readonly (() => Issue[])[] {
  switch (kindOf(patch)) {
    case "Namespace":
      return [
        () =>
          each(patch.get("metadata", "labels").entries(), ([name, label]) =>
            name.startsWith(POD_SECURITY_LABEL) ? refuse(label) : [],
          ),
      ];
    case "ConfigMap":
      // Maps of the cluster's own decide who gets in and how traffic flows.
      return [() => (patch.get("metadata", "namespace").string() === "kube-system" ? refuse(patch.get("data")) : [])];
    case "ServiceAccount":
      return ["automountServiceAccountToken", "secrets", "imagePullSecrets"].map((key) => () => refuse(patch.get(key)));
    case "ClusterRole":
      return ["rules", "aggregationRule"].map((key) => () => refuse(patch.get(key)));
    case "ClusterRoleBinding":
      return ["roleRef", "subjects"].map((key) => () => refuse(patch.get(key)));
    default:
      return podFields(patch.get("spec", "template", "spec"));
  }
}

function podFields(spec: Property): readonly (() => Issue[])[] {
  return [
    ...POD_FIELDS.map((key) => () => refuse(spec.get(key))),
    ...["containers", "initContainers", "ephemeralContainers"].map(
      (list) => () =>
        each(spec.get(list).items(), (container) => each(CONTAINER_FIELDS, (key) => refuse(container.get(key)))),
    ),
  ];
}

/** Taking the API's token from pods only hardens them. */
function refuse(field: Property): Issue[] {
  if (field.key === "automountServiceAccountToken" && field.boolean() === false) return [];
  return field.isSet ? [field.fail("The patch touches a security field; set it where the object is declared")] : [];
}

function pod(spec: Properties | typeof UNKNOWN): Properties {
  return { metadata: { name: "api" }, spec: { template: { spec } } };
}
