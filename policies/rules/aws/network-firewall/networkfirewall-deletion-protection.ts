import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "networkfirewall-deletion-protection",
  title: "Turn on deletion protection for network firewalls.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "With the firewall gone traffic stops, or flows past it.",
  fix: "Set deleteProtection to true.",
  links: [
    securityHub("networkfirewall"),
    awsDocs("Firewall settings", "network-firewall/latest/developerguide/firewall-settings.html"),
  ],
  types: ["aws:networkfirewall/firewall:Firewall"],
  check: (firewall) =>
    firewall
      .get("deleteProtection")
      .mustBe(true, "One wrong destroy removes the firewall; set deleteProtection to true"),
  remediate: (firewall) => whenUnset(firewall, "deleteProtection", true),
  examples: {
    pass: [{ inputs: { deleteProtection: true } }],
    fail: [
      { name: "not set", inputs: { name: "shop" }, path: "/deleteProtection", message: "One wrong destroy" },
      { inputs: { deleteProtection: false }, path: "/deleteProtection", message: "One wrong destroy" },
    ],
    undecided: [{ inputs: { deleteProtection: UNKNOWN }, path: "/deleteProtection" }],
  },
});
