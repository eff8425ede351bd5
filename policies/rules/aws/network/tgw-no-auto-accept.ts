import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { securityHub } from "../_links.ts";

export default defineRule({
  id: "tgw-no-auto-accept",
  title: "Keep automatic acceptance of attachments off on transit gateways.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "A foreign account could join the network unnoticed.",
  fix: 'Set autoAcceptSharedAttachments to "disable" and accept each attachment by hand.',
  links: [securityHub("ec2")],
  types: ["aws:ec2transitgateway/transitGateway:TransitGateway"],
  check: (gateway) =>
    gateway
      .get("autoAcceptSharedAttachments")
      .mustNotBe(
        "enable",
        "Attachments of other accounts are accepted unseen; set autoAcceptSharedAttachments to disable",
      ),
  remediate: (gateway) => whenUnset(gateway, "autoAcceptSharedAttachments", "disable"),
  examples: {
    pass: [{ inputs: {} }, { inputs: { autoAcceptSharedAttachments: "disable" } }],
    fail: [
      {
        inputs: { autoAcceptSharedAttachments: "enable" },
        path: "/autoAcceptSharedAttachments",
        message: "accepted unseen",
      },
    ],
    undecided: [{ inputs: { autoAcceptSharedAttachments: UNKNOWN }, path: "/autoAcceptSharedAttachments" }],
  },
});
