import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "mq-auto-minor-upgrade",
  title: "Let message brokers take minor engine upgrades automatically.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Fixes arrive as minor versions.",
  fix: "Set autoMinorVersionUpgrade to true, with a maintenance window.",
  links: [
    securityHub("mq"),
    awsDocs("Upgrading the engine version", "amazon-mq/latest/developer-guide/upgrading-brokers.html"),
  ],
  types: ["aws:mq/broker:Broker"],
  check: (resource) =>
    resource
      .get("autoMinorVersionUpgrade")
      .mustBe(true, "Fixes of minor versions are not applied; set autoMinorVersionUpgrade to true"),
  remediate: (resource) => whenUnset(resource, "autoMinorVersionUpgrade", true),
  examples: {
    pass: [{ inputs: { engineType: "RabbitMQ", autoMinorVersionUpgrade: true } }],
    fail: [
      {
        name: "not set",
        inputs: { engineType: "RabbitMQ" },
        path: "/autoMinorVersionUpgrade",
        message: "versions are not applied",
      },
      {
        inputs: { engineType: "RabbitMQ", autoMinorVersionUpgrade: false },
        path: "/autoMinorVersionUpgrade",
        message: "versions are not applied",
      },
    ],
    undecided: [
      { inputs: { engineType: "RabbitMQ", autoMinorVersionUpgrade: UNKNOWN }, path: "/autoMinorVersionUpgrade" },
    ],
  },
});
