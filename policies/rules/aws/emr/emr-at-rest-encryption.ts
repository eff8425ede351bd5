import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "emr-at-rest-encryption",
  title: "Let security configurations of EMR encrypt data at rest.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Local disks hold what clusters work on, and stay readable otherwise.",
  fix: "Set EnableAtRestEncryption to true, with AtRestEncryptionConfiguration. A change replaces the configuration.",
  links: [
    securityHub("emr"),
    awsDocs("Creating a security configuration", "emr/latest/ManagementGuide/emr-create-security-configuration.html"),
  ],
  types: ["aws:emr/securityConfiguration:SecurityConfiguration"],
  check: (resource) =>
    resource
      .get("configuration")
      .json()
      .get("EncryptionConfiguration", "EnableAtRestEncryption")
      .mustBe(true, "Data at rest is not encrypted; set EnableAtRestEncryption to true"),
  examples: {
    pass: [{ inputs: { configuration: '{"EncryptionConfiguration":{"EnableAtRestEncryption":true}}' } }],
    fail: [
      {
        name: "not set",
        inputs: { configuration: "{}" },
        path: "/configuration",
        message: "Data at rest is not encrypted",
      },
      {
        inputs: { configuration: '{"EncryptionConfiguration":{"EnableAtRestEncryption":false}}' },
        path: "/configuration",
        message: "Data at rest is not encrypted",
      },
    ],
    undecided: [
      { inputs: { configuration: UNKNOWN }, path: "/configuration" },
      { name: "not JSON", inputs: { configuration: "{" }, path: "/configuration" },
    ],
  },
});
