/** Every kind that holds a pod, so that what is refused is refused where it is written, and not only later as a pod. */
export const POD_RESOURCES = [
  {
    apiGroups: [""],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE"],
    resources: ["pods", "pods/ephemeralcontainers", "podtemplates", "replicationcontrollers"],
  },
  {
    apiGroups: ["apps"],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE"],
    resources: ["deployments", "statefulsets", "daemonsets", "replicasets"],
  },
  { apiGroups: ["batch"], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["jobs", "cronjobs"] },
];

export const SERVICE_RESOURCES = [
  { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["services"] },
];

/** The part of an object that becomes a pod: its metadata and spec. */
const templateOf = (object: string): string =>
  `(${object}.kind == 'Pod' ? ${object} : ${object}.kind == 'PodTemplate' ? ${object}.template : ` +
  `${object}.kind == 'CronJob' ? ${object}.spec.jobTemplate.spec.template : ${object}.spec.template)`;

export const POD_VARIABLES = [
  { name: "template", expression: templateOf("object") },
  { name: "pod", expression: "variables.template.spec" },
  ...["containers", "initContainers", "ephemeralContainers"].map((list) => ({
    name: list,
    expression: `variables.pod.?${list}.orValue([])`,
  })),
];

/**
 * Objects of before the policy may still be finished, scaled and deleted: an update is judged only where it
 * changes the pod's spec, or drops an annotation from a template.
 */
export const POD_CHANGES = {
  name: "changes-the-pod",
  expression:
    `request.operation != 'UPDATE' || ${templateOf("object")}.spec != ${templateOf("oldObject")}.spec || ` +
    `(object.kind != 'Pod' && ${templateOf("object")}.?metadata != ${templateOf("oldObject")}.?metadata)`,
};

export const SERVICE_CHANGES = {
  name: "changes-the-service",
  expression: "request.operation != 'UPDATE' || object.spec != oldObject.spec",
};

/** The lists of containers in a pod; `lasting` ones live with it. */
export function containerKinds(which: "all" | "lasting"): string[] {
  const lists = ["variables.containers", "variables.initContainers"];
  return which === "all" ? [...lists, "variables.ephemeralContainers"] : lists;
}
