import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "eks-control-plane-logging",
  title: "Send all five control-plane log types to CloudWatch.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Audit and authenticator logs are the record of cluster access.",
  fix: "List api, audit, authenticator, controllerManager and scheduler in enabledClusterLogTypes.",
  links: [securityHub("eks"), awsDocs("Control plane logs", "eks/latest/userguide/control-plane-logs.html")],
  types: ["aws:eks/cluster:Cluster"],
  check: (cluster) => {
    const types = cluster.get("enabledClusterLogTypes");
    const items = types.items();
    const missing = LOG_TYPES.filter((type) => !some(items, (item) => item.string() === type));
    if (missing.length === 0) return [];
    return [types.fail(`The control plane does not log ${missing.join(", ")}; add them to enabledClusterLogTypes`)];
  },
  remediate: (cluster) => whenUnset(cluster, "enabledClusterLogTypes", LOG_TYPES),
  examples: {
    pass: [{ inputs: { enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"] } }],
    fail: [
      {
        name: "not set",
        inputs: { vpcConfig: {} },
        path: "/enabledClusterLogTypes",
        message: "does not log api, audit",
      },
      {
        inputs: { enabledClusterLogTypes: ["api", "audit"] },
        path: "/enabledClusterLogTypes",
        message: "authenticator, controllerManager, scheduler",
      },
    ],
    undecided: [{ inputs: { enabledClusterLogTypes: ["api", UNKNOWN] }, path: "/enabledClusterLogTypes/1" }],
  },
});
const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
