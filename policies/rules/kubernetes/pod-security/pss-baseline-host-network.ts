import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, cronJob } from "../_examples.ts";
import { POD_SECURITY_STANDARDS } from "../_links.ts";
import { POD_TYPES, onPod } from "../_pods.ts";

export default defineRule({
  id: "pss-baseline-host-network",
  title: "Refuse pods on the node network.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A pod on the node's network sees the traffic and the loopback services of the node, and network policies do not hold it.",
  fix: "Remove hostNetwork from the pod's spec, or set it to false; publish ports through a Service.",
  links: [POD_SECURITY_STANDARDS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, ({ spec }) =>
      spec.get("hostNetwork").mustNotBe(true, "the pod shares the network of its node; remove hostNetwork."),
    ),
  examples: {
    pass: [{ inputs: withContainer({}) }, { inputs: withContainer({}, { hostNetwork: false }) }],
    fail: [
      { inputs: withContainer({}, { hostNetwork: true }), path: `${POD}/hostNetwork`, message: "shares the network" },
      {
        name: "a CronJob",
        type: "kubernetes:batch/v1:CronJob",
        inputs: cronJob({ hostNetwork: true, containers: [{ name: "report" }] }),
        path: "/spec/jobTemplate/spec/template/spec/hostNetwork",
        message: "shares the network",
      },
    ],
    undecided: [{ inputs: withContainer({}, { hostNetwork: UNKNOWN }), path: `${POD}/hostNetwork` }],
  },
});
