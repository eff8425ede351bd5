import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "emr-block-public-access",
  title: "Keep the block of public access of EMR on.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A cluster whose security group admits the internet starts all the same otherwise.",
  fix: "Set blockPublicSecurityGroupRules to true and permit no port, or port 22 alone.",
  links: [
    securityHub("emr"),
    awsDocs("Block public access", "emr/latest/ManagementGuide/emr-block-public-access.html"),
  ],
  types: ["aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration"],
  check: (block) =>
    all(
      () =>
        block
          .get("blockPublicSecurityGroupRules")
          .mustBe(true, "Clusters may be open to the internet; set blockPublicSecurityGroupRules to true"),
      () =>
        each(block.get("permittedPublicSecurityGroupRuleRanges").items(), (range) =>
          each(["minRange", "maxRange"], (end) =>
            range.get(end).number() === 22
              ? []
              : [range.get(end).fail("Ports are open to the internet; permit none, or port 22 alone")],
          ),
        ),
    ),
  examples: {
    pass: [
      { inputs: { blockPublicSecurityGroupRules: true } },
      {
        inputs: {
          blockPublicSecurityGroupRules: true,
          permittedPublicSecurityGroupRuleRanges: [{ minRange: 22, maxRange: 22 }],
        },
      },
    ],
    fail: [
      {
        inputs: { blockPublicSecurityGroupRules: false },
        path: "/blockPublicSecurityGroupRules",
        message: "open to the internet",
      },
      {
        inputs: {
          blockPublicSecurityGroupRules: true,
          permittedPublicSecurityGroupRuleRanges: [{ minRange: 22, maxRange: 8088 }],
        },
        path: "/permittedPublicSecurityGroupRuleRanges/0/maxRange",
        message: "Ports are open",
      },
    ],
    undecided: [
      { inputs: { blockPublicSecurityGroupRules: UNKNOWN }, path: "/blockPublicSecurityGroupRules" },
      {
        inputs: {
          blockPublicSecurityGroupRules: true,
          permittedPublicSecurityGroupRuleRanges: [{ minRange: 22, maxRange: UNKNOWN }],
        },
        path: "/permittedPublicSecurityGroupRuleRanges/0/maxRange",
      },
    ],
  },
});
