import { ref } from "../../../examples.ts";
import { defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "route53-query-logging",
  title: "Log the queries that public zones answer.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "They show who looks for names that do not exist, and what was asked before an incident.",
  fix: "Add an aws.route53.QueryLog for the zone.",
  links: [securityHub("route53"), awsDocs("Query logging", "Route53/latest/DeveloperGuide/query-logs.html")],
  types: ["aws:route53/zone:Zone"],
  check: (zone, { stack }) => {
    // A private zone is asked from within networks alone.
    if (zone.get("vpcs").items().length > 0) return [];
    const found = some(stack.candidates(zone, "aws:route53/queryLog:QueryLog", "zoneId"), (companion) =>
      every([() => stack.refersTo(companion, companion.get("zoneId"), zone)], (test) => test()),
    );
    return found ? [] : [zone.fail("Nobody records what the zone is asked; add an aws.route53.QueryLog")];
  },
  examples: {
    pass: [
      {
        inputs: { name: "example.com" },
        stack: [{ type: "aws:route53/queryLog:QueryLog", name: "companion", inputs: { zoneId: ref("subject") } }],
      },
      { name: "a private zone", inputs: { vpcs: [{ vpcId: "vpc-1" }] } },
    ],
    fail: [{ name: "none", inputs: { name: "example.com" }, path: "", message: "Nobody records what" }],
    undecided: [
      {
        inputs: { name: "example.com" },
        stack: [{ type: "aws:route53/queryLog:QueryLog", name: "companion", inputs: { zoneId: UNKNOWN } }],
        path: "/zoneId",
      },
      { inputs: { vpcs: UNKNOWN }, path: "/vpcs" },
    ],
  },
});
