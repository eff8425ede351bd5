import { NOT_APPLICABLE, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

const CLUSTER = "aws:elasticache/cluster:Cluster";

export default defineRule({
  id: "elasticache-log-delivery",
  title: "Deliver engine and slow logs to CloudWatch.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Failed authentications and costly commands show up only there.",
  fix: "Add logDeliveryConfigurations for engine-log and slow-log.",
  links: [awsDocs("Log delivery", "AmazonElastiCache/latest/dg/Log_Delivery.html")],
  types: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"],
  check: (cache) => {
    if (
      cache.type === CLUSTER &&
      (isGiven(cache, cache.get("replicationGroupId")) || cache.get("engine").string() === "memcached")
    )
      return NOT_APPLICABLE;
    const logs = cache.get("logDeliveryConfigurations");
    const items = logs.items();
    const missing = ["engine-log", "slow-log"].filter(
      (kind) => !some(items, (item) => item.get("logType").string() === kind),
    );
    return missing.length === 0
      ? []
      : [logs.fail(`The cache keeps its ${missing.join(" and ")} to itself; deliver it by logDeliveryConfigurations`)];
  },
  examples: {
    pass: [{ inputs: { logDeliveryConfigurations: [{ logType: "slow-log" }, { logType: "engine-log" }] } }],
    fail: [
      {
        name: "not set",
        inputs: { engine: "valkey" },
        path: "/logDeliveryConfigurations",
        message: "engine-log and slow-log",
      },
      {
        inputs: { logDeliveryConfigurations: [{ logType: "engine-log" }] },
        path: "/logDeliveryConfigurations",
        message: "its slow-log",
      },
      { type: CLUSTER, inputs: { engine: "redis" }, path: "/logDeliveryConfigurations", message: "to itself" },
    ],
    undecided: [
      { inputs: { logDeliveryConfigurations: UNKNOWN }, path: "/logDeliveryConfigurations" },
      { inputs: { logDeliveryConfigurations: [{ logType: UNKNOWN }] }, path: "/logDeliveryConfigurations/0/logType" },
    ],
  },
});
