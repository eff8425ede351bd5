import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "kms-multi-region-justified",
  title: "Create multi-Region keys only where the stack replicates across Regions.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Each replica is one more place where the same material can be misused. Whether other Regions need it one resource does not tell: where they do, waive the rule with that reason.",
  fix: "Leave multiRegion out.",
  links: [awsDocs("Multi-Region keys", "kms/latest/developerguide/multi-region-keys-overview.html")],
  types: ["aws:kms/key:Key"],
  check: (resource) =>
    resource
      .get("multiRegion")
      .mustNotBe(
        true,
        "The key's material can be copied to other Regions; leave multiRegion out unless the stack replicates",
      ),
  examples: {
    pass: [{ name: "not set", inputs: {} }, { inputs: { multiRegion: false } }],
    fail: [
      {
        inputs: { multiRegion: true },
        path: "/multiRegion",
        message: "The key's material can be copied to other Regions",
      },
    ],
    undecided: [{ inputs: { multiRegion: UNKNOWN }, path: "/multiRegion" }],
  },
});
