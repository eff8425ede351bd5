import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "rds-event-subscriptions",
  title: "Subscribe to critical instance, cluster, parameter-group and security-group events.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Failures and configuration changes should reach a person. A stack without any subscription has nothing that the rule could judge.",
  fix: "Add an aws.rds.EventSubscription for each source, or one without sourceType.",
  links: [awsDocs("Event notification", "AmazonRDS/latest/UserGuide/USER_Events.html"), securityHub("rds")],
  types: ["aws:rds/eventSubscription:EventSubscription"],
  check: (subscription, { stack }) => {
    const enabled = subscription.get("enabled").mustNotBe(false, "The subscription is off; set enabled to true");
    if (enabled.length > 0) return enabled;
    const others = stack.ofType("aws:rds/eventSubscription:EventSubscription");
    const missing = SOURCES.filter(
      (source) => !some(others, (it) => [source, undefined].includes(it.get("sourceType").string())),
    );
    return missing.length === 0
      ? []
      : [subscription.fail(`Nobody hears of events of ${missing.join(", ")}; subscribe to them as well`)];
  },
  examples: {
    pass: [{ name: "every source", inputs: { snsTopic: UNKNOWN } }],
    fail: [
      { inputs: { enabled: false }, path: "/enabled", message: "is off" },
      { inputs: { sourceType: "db-instance" }, path: "", message: "db-cluster, db-parameter-group, db-security-group" },
    ],
    undecided: [
      { inputs: { sourceType: UNKNOWN }, path: "/sourceType" },
      { inputs: { enabled: UNKNOWN }, path: "/enabled" },
    ],
  },
});
const SOURCES = ["db-instance", "db-cluster", "db-parameter-group", "db-security-group"];
