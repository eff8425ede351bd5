import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "athena-workgroup-enforced",
  title: "Let workgroups override what clients ask for.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A client turns the encryption of its results off, or has them written elsewhere.",
  fix: "Remove configuration.enforceWorkgroupConfiguration or set it to true.",
  links: [awsDocs("Overriding client-side settings", "athena/latest/ug/workgroups-settings-override.html")],
  types: ["aws:athena/workgroup:Workgroup"],
  check: (resource) =>
    resource
      .get("configuration", "enforceWorkgroupConfiguration")
      .mustNotBe(false, "Clients override the workgroup; set enforceWorkgroupConfiguration to true"),
  examples: {
    pass: [
      { inputs: { name: "reports", configuration: { enforceWorkgroupConfiguration: true } } },
      { name: "not set", inputs: { name: "reports" } },
    ],
    fail: [
      {
        inputs: { name: "reports", configuration: { enforceWorkgroupConfiguration: false } },
        path: "/configuration/enforceWorkgroupConfiguration",
        message: "Clients override the workgroup",
      },
    ],
    undecided: [
      {
        inputs: { name: "reports", configuration: { enforceWorkgroupConfiguration: UNKNOWN } },
        path: "/configuration/enforceWorkgroupConfiguration",
      },
    ],
  },
});
