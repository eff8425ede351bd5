import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { mustSpanZones } from "../_zones.ts";

export default defineRule({
  id: "asg-multi-az",
  title: "Spread the instances of a group over at least two zones.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "One zone may fail.",
  fix: "List subnets of at least two zones in vpcZoneIdentifiers.",
  links: [
    securityHub("autoscaling"),
    awsDocs("Zones of groups", "autoscaling/ec2/userguide/auto-scaling-benefits.html"),
  ],
  types: ["aws:autoscaling/group:Group"],
  check: (group) => mustSpanZones(group.get("vpcZoneIdentifiers"), group.get("availabilityZones"), "All instances are"),
  examples: {
    pass: [
      { inputs: { vpcZoneIdentifiers: [UNKNOWN, UNKNOWN] } },
      { inputs: { availabilityZones: ["eu-central-1a", "eu-central-1b"] } },
    ],
    fail: [
      {
        name: "one subnet",
        inputs: { vpcZoneIdentifiers: ["subnet-a"] },
        path: "/vpcZoneIdentifiers",
        message: "one zone",
      },
    ],
    undecided: [{ inputs: { vpcZoneIdentifiers: UNKNOWN }, path: "/vpcZoneIdentifiers" }],
  },
});
