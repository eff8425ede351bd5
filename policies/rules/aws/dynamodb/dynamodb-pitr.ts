import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

const REPLICA = "aws:dynamodb/tableReplica:TableReplica";
const MESSAGE = "The table cannot be restored to a point in time; turn pointInTimeRecovery on";

export default defineRule({
  id: "dynamodb-pitr",
  title: "Turn on point-in-time recovery of tables.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A faulty deployment or a wrong delete reaches every item, and without it there is no copy to go back to.",
  fix: "Set pointInTimeRecovery.enabled to true, and pointInTimeRecovery of each replica.",
  links: [
    securityHub("dynamodb"),
    awsDocs("Point-in-time recovery", "amazondynamodb/latest/developerguide/Point-in-time-recovery.html"),
  ],
  types: ["aws:dynamodb/table:Table", REPLICA],
  check: (table) => {
    if (table.type === REPLICA) return table.get("pointInTimeRecovery").mustBe(true, MESSAGE);
    return all(
      () => table.get("pointInTimeRecovery", "enabled").mustBe(true, MESSAGE),
      () => each(table.get("replicas").items(), (replica) => replica.get("pointInTimeRecovery").mustBe(true, MESSAGE)),
    );
  },
  remediate: (table) =>
    whenUnset(table, table.type === REPLICA ? "pointInTimeRecovery" : ["pointInTimeRecovery", "enabled"], true),
  examples: {
    pass: [
      { inputs: { pointInTimeRecovery: { enabled: true } } },
      {
        name: "with a replica",
        inputs: {
          pointInTimeRecovery: { enabled: true },
          replicas: [{ regionName: "eu-west-1", pointInTimeRecovery: true }],
        },
      },
      { type: REPLICA, inputs: { pointInTimeRecovery: true } },
    ],
    fail: [
      { name: "not set", inputs: { name: "orders" }, path: "/pointInTimeRecovery/enabled", message: "point in time" },
      {
        inputs: { pointInTimeRecovery: { enabled: false } },
        path: "/pointInTimeRecovery/enabled",
        message: "point in time",
      },
      {
        name: "a replica without",
        inputs: { pointInTimeRecovery: { enabled: true }, replicas: [{ regionName: "eu-west-1" }] },
        path: "/replicas/0/pointInTimeRecovery",
        message: "point in time",
      },
      { type: REPLICA, inputs: {}, path: "/pointInTimeRecovery", message: "point in time" },
    ],
    undecided: [
      { inputs: { pointInTimeRecovery: { enabled: UNKNOWN } }, path: "/pointInTimeRecovery/enabled" },
      { inputs: { pointInTimeRecovery: { enabled: true }, replicas: UNKNOWN }, path: "/replicas" },
      { type: REPLICA, inputs: { pointInTimeRecovery: UNKNOWN }, path: "/pointInTimeRecovery" },
    ],
  },
});
