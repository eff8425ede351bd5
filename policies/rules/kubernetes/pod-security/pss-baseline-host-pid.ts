import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, pod } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, onPod } from "../_pods.ts";

export default defineRule({
  id: "pss-baseline-host-pid",
  title: "Refuse pods in the node process namespace.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Such a pod sees every process of the node with its environment, and can signal or trace those of its user.",
  fix: "Remove hostPID from the pod's spec, or set it to false.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, ({ spec }) =>
      spec.get("hostPID").mustNotBe(true, "the pod shares the process namespace of its node; remove hostPID."),
    ),
  examples: {
    pass: [{ inputs: withContainer({}) }, { inputs: withContainer({}, { hostPID: false }) }],
    fail: [
      { inputs: withContainer({}, { hostPID: true }), path: `${POD}/hostPID`, message: "process namespace" },
      {
        name: "a bare Pod",
        type: "kubernetes:core/v1:Pod",
        inputs: pod({ hostPID: true, containers: [{ name: "api" }] }),
        path: "/spec/hostPID",
        message: "process namespace",
      },
    ],
    undecided: [{ inputs: withContainer({}, { hostPID: UNKNOWN }), path: `${POD}/hostPID` }],
  },
});
