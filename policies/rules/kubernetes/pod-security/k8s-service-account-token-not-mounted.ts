import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, cronJob, deployment } from "../_examples.ts";
import { SERVICE_ACCOUNTS } from "../_links.ts";
import { POD_TYPES, mustSet, onPod } from "../_pods.ts";

export default defineRule({
  id: "k8s-service-account-token-not-mounted",
  title: "Do not mount the API token unless the pod calls the API.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "The token in the file system is the first thing an intruder takes: it opens the Kubernetes API with the account's rights.",
  fix: "Set automountServiceAccountToken to false in the pod's spec; a pod that calls the Kubernetes API says so by an annotation.",
  links: [SERVICE_ACCOUNTS],
  types: POD_TYPES,
  config: z.object({
    apiClientAnnotation: z
      .string()
      .default("rampart.dev/kubernetes-api-client")
      .describe(
        'Annotation of the pod, with the value "true", by which a workload says that it calls the Kubernetes API.',
      ),
  }),
  check: (resource, { config }) =>
    onPod(resource, (pod) => {
      const field = pod.spec.get("automountServiceAccountToken");
      const automount = field.boolean();
      if (automount === false) return [];
      if (pod.metadata.get("annotations", config.apiClientAnnotation).boolean() === true) return [];
      const message = "the pod mounts a token of the Kubernetes API; set automountServiceAccountToken to false.";
      return automount === undefined ? mustSet(pod, field, message) : [field.fail(message)];
    }),
  examples: {
    pass: [
      { inputs: withContainer({}, { automountServiceAccountToken: false }) },
      {
        name: "a client of the API",
        inputs: deployment(
          { containers: [{ name: "api" }] },
          { annotations: { "rampart.dev/kubernetes-api-client": "true" } },
        ),
      },
    ],
    fail: [
      {
        name: "unset",
        inputs: withContainer({}),
        path: `${POD}/automountServiceAccountToken`,
        message: "mounts a token of the Kubernetes API",
      },
      {
        name: "a CronJob",
        type: "kubernetes:batch/v1:CronJob",
        inputs: cronJob({ automountServiceAccountToken: true, containers: [{ name: "report" }] }),
        path: "/spec/jobTemplate/spec/template/spec/automountServiceAccountToken",
        message: "mounts a token",
      },
    ],
    undecided: [
      {
        inputs: withContainer({}, { automountServiceAccountToken: UNKNOWN }),
        path: `${POD}/automountServiceAccountToken`,
      },
      {
        inputs: deployment({ containers: [{ name: "api" }] }, { annotations: UNKNOWN }),
        path: "/spec/template/metadata/annotations",
      },
    ],
  },
});
