import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "sns-signature-v2",
  title: "Use message signature version 2.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Version 1 is built on SHA-1.",
  fix: "Set signatureVersion to 2.",
  links: [awsDocs("Message signatures", "sns/latest/dg/sns-verify-signature-of-message.html")],
  types: ["aws:sns/topic:Topic"],
  check: (resource) =>
    resource.get("signatureVersion").mustBe(2, "Messages are signed with SHA-1; set signatureVersion to 2"),
  remediate: (resource) => whenUnset(resource, "signatureVersion", 2),
  examples: {
    pass: [{ inputs: { name: "alerts", signatureVersion: 2 } }],
    fail: [
      {
        name: "not set",
        inputs: { name: "alerts" },
        path: "/signatureVersion",
        message: "Messages are signed with SHA-1",
      },
      {
        inputs: { name: "alerts", signatureVersion: 1 },
        path: "/signatureVersion",
        message: "Messages are signed with SHA-1",
      },
    ],
    undecided: [{ inputs: { name: "alerts", signatureVersion: UNKNOWN }, path: "/signatureVersion" }],
  },
});
