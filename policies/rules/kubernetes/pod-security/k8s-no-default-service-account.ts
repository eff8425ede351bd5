import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer } from "../_examples.ts";
import { SERVICE_ACCOUNTS } from "../_links.ts";
import { POD_TYPES, mustSet, onPod } from "../_pods.ts";

export default defineRule({
  id: "k8s-no-default-service-account",
  title: "Run under a service account of its own.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Rights and cloud roles given to the default account reach every pod of the namespace.",
  fix: "Create a ServiceAccount for the workload and name it in serviceAccountName.",
  links: [SERVICE_ACCOUNTS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, (pod) => {
      const field = pod.spec.get("serviceAccountName");
      // The older name of the field.
      const name = field.string() ?? pod.spec.get("serviceAccount").string() ?? "";
      if (name !== "" && name !== "default") return [];
      const message = "the pod runs under the default service account; name one of its own in serviceAccountName.";
      return name === "" ? mustSet(pod, field, message) : [field.fail(message)];
    }),
  examples: {
    pass: [{ inputs: withContainer({}, { serviceAccountName: "api" }) }],
    fail: [
      {
        name: "unset",
        inputs: withContainer({}),
        path: `${POD}/serviceAccountName`,
        message: "runs under the default service account",
      },
      {
        inputs: withContainer({}, { serviceAccountName: "default" }),
        path: `${POD}/serviceAccountName`,
        message: "runs under the default service account",
      },
    ],
    undecided: [
      { inputs: withContainer({}, { serviceAccountName: UNKNOWN }), path: `${POD}/serviceAccountName` },
      { inputs: withContainer({}, { serviceAccount: UNKNOWN }), path: `${POD}/serviceAccount` },
    ],
  },
});
