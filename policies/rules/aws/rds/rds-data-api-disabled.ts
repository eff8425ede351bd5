import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "rds-data-api-disabled",
  title: "Leave the HTTP data endpoint off unless a workload needs it.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "It moves SQL access from the network layer to IAM alone.",
  fix: "Set enableHttpEndpoint to false or leave it out.",
  links: [awsDocs("RDS Data API", "AmazonRDS/latest/AuroraUserGuide/data-api.html")],
  types: ["aws:rds/cluster:Cluster"],
  check: (resource) =>
    resource
      .get("enableHttpEndpoint")
      .mustNotBe(true, "IAM alone guards SQL access over HTTP; set enableHttpEndpoint to false"),
  remediate: (resource) => whenUnset(resource, "enableHttpEndpoint", false),
  examples: {
    pass: [{ name: "not set", inputs: {} }, { inputs: { enableHttpEndpoint: false } }],
    fail: [
      {
        inputs: { enableHttpEndpoint: true },
        path: "/enableHttpEndpoint",
        message: "IAM alone guards SQL access over HTTP",
      },
    ],
    undecided: [{ inputs: { enableHttpEndpoint: UNKNOWN }, path: "/enableHttpEndpoint" }],
  },
});
