import { type SettingsRule, finding, rule } from "../_rule.ts";

/** One pod is no service: a node that goes away would take it along. */
const REQUEST_PATH_REPLICAS = 2;

export const availabilityRules: readonly SettingsRule[] = [
  rule(["workloads"], ({ workloads }) =>
    Object.entries(workloads).flatMap(([name, workload]) => {
      if (workload.kind !== "web") return [];
      const allowed = `at least ${REQUEST_PATH_REPLICAS}: a single pod is down whenever its node is`;
      if (workload.replicas !== undefined && workload.replicas < REQUEST_PATH_REPLICAS) {
        return [finding({ workloads }, ["workloads", name, "replicas"], "is too few for the request path", allowed)];
      }
      if (workload.autoscaling !== undefined && workload.autoscaling.minReplicas < REQUEST_PATH_REPLICAS) {
        return [
          finding(
            { workloads },
            ["workloads", name, "autoscaling", "minReplicas"],
            "is too few for the request path",
            allowed,
          ),
        ];
      }
      return [];
    }),
  ),
  rule(["workloads"], ({ workloads }) =>
    Object.entries(workloads).flatMap(([name, workload]) => {
      if (workload.kind !== "web" && workload.kind !== "worker") return [];
      const { replicas, autoscaling } = workload;
      if (replicas !== undefined && autoscaling !== undefined) {
        return [
          finding(
            { workloads },
            ["workloads", name, "replicas"],
            "is set beside autoscaling",
            "one of replicas and autoscaling: the autoscaler would be undone by every deployment",
          ),
        ];
      }
      if (replicas === undefined && autoscaling === undefined) {
        return [finding({ workloads }, ["workloads", name, "replicas"], "is missing", "replicas, or autoscaling")];
      }
      if (autoscaling !== undefined && autoscaling.maxReplicas < autoscaling.minReplicas) {
        return [
          finding(
            { workloads },
            ["workloads", name, "autoscaling", "maxReplicas"],
            "is below minReplicas",
            `at least ${autoscaling.minReplicas}`,
          ),
        ];
      }
      return [];
    }),
  ),
];
