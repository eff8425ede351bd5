import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecs-container-insights",
  title: "Turn on Container Insights for clusters.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Without its metrics a container that restarts, or is starved, is not seen.",
  fix: "Add a setting containerInsights with the value enabled or enhanced.",
  links: [
    securityHub("ecs"),
    awsDocs("Container Insights", "AmazonECS/latest/developerguide/cloudwatch-container-insights.html"),
  ],
  types: ["aws:ecs/cluster:Cluster"],
  check: (cluster) => {
    const settings = cluster.get("settings");
    const own = settings.items().filter((setting) => setting.get("name").string() === "containerInsights");
    const message = "Container Insights is off; set containerInsights to enabled or enhanced";
    if (own.length === 0) return [settings.fail(message)];
    return each(own, (setting) =>
      ["enabled", "enhanced"].includes(setting.get("value").string() ?? "") ? [] : [setting.get("value").fail(message)],
    );
  },
  remediate: (cluster) => whenUnset(cluster, "settings", [{ name: "containerInsights", value: "enabled" }]),
  examples: {
    pass: [{ inputs: { settings: [{ name: "containerInsights", value: "enabled" }] } }],
    fail: [
      { name: "not set", inputs: { name: "shop" }, path: "/settings", message: "is off" },
      {
        inputs: { settings: [{ name: "containerInsights", value: "disabled" }] },
        path: "/settings/0/value",
        message: "is off",
      },
    ],
    undecided: [
      { inputs: { settings: [{ name: "containerInsights", value: UNKNOWN }] }, path: "/settings/0/value" },
      { inputs: { settings: UNKNOWN }, path: "/settings" },
    ],
  },
});
