import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { POD_SECURITY_ADMISSION, POD_SECURITY_STANDARDS } from "../_links.ts";
import { isPatch, lacks } from "../_objects.ts";

const LABEL = "pod-security.kubernetes.io/enforce";
const LEVELS = ["privileged", "baseline", "restricted"];

const namespace = (labels: object = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name: "shop", labels: { ...labels } },
});

export default defineRule({
  id: "k8s-namespace-pss-enforce",
  title: "Label each namespace with the restricted profile in enforce mode.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Without the label the API server admits any pod, and only what passes through this pack was ever checked.",
  fix: `Set the label ${LABEL} of the namespace to restricted.`,
  links: [POD_SECURITY_ADMISSION, POD_SECURITY_STANDARDS],
  types: ["kubernetes:core/v1:Namespace"],
  config: z.object({
    level: z
      .enum(["restricted", "baseline"])
      .default("restricted")
      .describe("Weakest profile that a namespace may enforce."),
  }),
  check: (resource, { config }) => {
    const label = resource.get("metadata", "labels", LABEL);
    const level = label.string();
    const fix = `set the label ${LABEL} to ${config.level}.`;
    if (level === undefined) return [lacks(resource, label, `the namespace enforces no Pod Security profile; ${fix}`)];
    if (LEVELS.indexOf(level) >= LEVELS.indexOf(config.level)) return [];
    return [label.fail(`the namespace does not enforce the ${config.level} profile; ${fix}`)];
  },
  remediate: (resource) => (isPatch(resource) ? [] : whenUnset(resource, ["metadata", "labels", LABEL], "restricted")),
  examples: {
    pass: [
      { inputs: namespace({ [LABEL]: "restricted" }) },
      {
        name: "a weaker profile, where accepted",
        inputs: namespace({ [LABEL]: "baseline" }),
        config: { level: "baseline" },
      },
    ],
    fail: [
      {
        name: "unset",
        inputs: namespace(),
        path: "/metadata/labels/pod-security.kubernetes.io~1enforce",
        message: "enforces no Pod Security profile",
      },
      {
        name: "a warning is not enforced",
        inputs: namespace({ "pod-security.kubernetes.io/warn": "restricted" }),
        path: "/metadata/labels/pod-security.kubernetes.io~1enforce",
        message: "enforces no Pod Security profile",
      },
      {
        inputs: namespace({ [LABEL]: "baseline" }),
        path: "/metadata/labels/pod-security.kubernetes.io~1enforce",
        message: "does not enforce the restricted profile",
      },
    ],
    undecided: [
      {
        inputs: namespace({ [LABEL]: UNKNOWN }),
        path: "/metadata/labels/pod-security.kubernetes.io~1enforce",
      },
      { inputs: { metadata: { name: "shop", labels: UNKNOWN } }, path: "/metadata/labels" },
    ],
  },
});
