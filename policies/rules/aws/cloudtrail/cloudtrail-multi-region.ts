import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudtrail-multi-region",
  title: "Record events of all Regions and global services.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Attackers work in Regions nobody watches.",
  fix: "Set isMultiRegionTrail to true and leave includeGlobalServiceEvents on.",
  links: [
    securityHub("cloudtrail"),
    awsDocs("Multi-region trails", "awscloudtrail/latest/userguide/cloudtrail-multi-region-trails.html"),
  ],
  types: ["aws:cloudtrail/trail:Trail"],
  check: (trail) =>
    all(
      () =>
        trail.get("isMultiRegionTrail").mustBe(true, "Other regions are not recorded; set isMultiRegionTrail to true"),
      () =>
        trail
          .get("includeGlobalServiceEvents")
          .mustNotBe(false, "IAM and other global services are not recorded; set includeGlobalServiceEvents to true"),
    ),
  remediate: (trail) => whenUnset(trail, "isMultiRegionTrail", true),
  examples: {
    pass: [{ inputs: { isMultiRegionTrail: true } }],
    fail: [
      { name: "not set", inputs: { s3BucketName: UNKNOWN }, path: "/isMultiRegionTrail", message: "Other regions" },
      {
        inputs: { isMultiRegionTrail: true, includeGlobalServiceEvents: false },
        path: "/includeGlobalServiceEvents",
        message: "global services",
      },
    ],
    undecided: [
      { inputs: { isMultiRegionTrail: UNKNOWN }, path: "/isMultiRegionTrail" },
      {
        inputs: { isMultiRegionTrail: true, includeGlobalServiceEvents: UNKNOWN },
        path: "/includeGlobalServiceEvents",
      },
    ],
  },
});
