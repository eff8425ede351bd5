import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudfront-origin-failover",
  title: "Configure an origin group with failover for critical content.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A single origin is a single point of failure. Which content is critical a distribution does not tell: waive the rule where an outage of the origin is accepted.",
  fix: "Add originGroups with a second origin and failoverCriteria.",
  links: [
    securityHub("cloudfront"),
    awsDocs("Origin failover", "AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html"),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution) => {
    const groups = distribution.get("originGroups");
    return groups.items().length > 0
      ? each(groups.items(), (group) =>
          group.get("members").items().length >= 2
            ? []
            : [group.get("members").fail("The origin group has nobody to fail over to; name two members")],
        )
      : [groups.fail("One origin is a single point of failure; add an origin group for critical content")];
  },
  examples: {
    pass: [{ inputs: { originGroups: [{ members: [{ originId: "a" }, { originId: "b" }] }] } }],
    fail: [
      { name: "not set", inputs: { enabled: true }, path: "/originGroups", message: "single point" },
      {
        inputs: {
          originGroups: [{ members: [{ originId: "a" }, { originId: "b" }] }, { members: [{ originId: "a" }] }],
        },
        path: "/originGroups/1/members",
        message: "nobody to fail over to",
      },
    ],
    undecided: [{ inputs: { originGroups: UNKNOWN }, path: "/originGroups" }],
  },
});
