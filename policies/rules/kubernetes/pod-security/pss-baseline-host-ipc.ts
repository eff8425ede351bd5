import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, onPod } from "../_pods.ts";

export default defineRule({
  id: "pss-baseline-host-ipc",
  title: "Refuse pods in the node IPC namespace.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Such a pod can read and write the shared memory of processes on the node and of other pods that do the same.",
  fix: "Remove hostIPC from the pod's spec, or set it to false; share memory inside a pod by an emptyDir of medium Memory.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, ({ spec }) =>
      spec.get("hostIPC").mustNotBe(true, "the pod shares the IPC namespace of its node; remove hostIPC."),
    ),
  examples: {
    pass: [{ inputs: withContainer({}) }, { inputs: withContainer({}, { hostIPC: false }) }],
    fail: [{ inputs: withContainer({}, { hostIPC: true }), path: `${POD}/hostIPC`, message: "IPC namespace" }],
    undecided: [{ inputs: withContainer({}, { hostIPC: UNKNOWN }), path: `${POD}/hostIPC` }],
  },
});
