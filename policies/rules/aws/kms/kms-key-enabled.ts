import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "kms-key-enabled",
  title: "Keep declared keys enabled.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Data under a disabled key is unreadable and jobs fail in confusing ways.",
  fix: "Set isEnabled to true or leave it out.",
  links: [awsDocs("Enabling and disabling keys", "kms/latest/developerguide/enabling-keys.html")],
  types: ["aws:kms/key:Key"],
  check: (resource) =>
    resource.get("isEnabled").mustNotBe(false, "Data under the key cannot be read; set isEnabled to true"),
  remediate: (resource) => whenUnset(resource, "isEnabled", true),
  examples: {
    pass: [{ name: "not set", inputs: {} }, { inputs: { isEnabled: true } }],
    fail: [{ inputs: { isEnabled: false }, path: "/isEnabled", message: "Data under the key cannot be read" }],
    undecided: [{ inputs: { isEnabled: UNKNOWN }, path: "/isEnabled" }],
  },
});
