import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "emr-transit-encryption",
  title: "Let security configurations of EMR encrypt data in transit.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "What nodes exchange crosses the network in the clear otherwise.",
  fix: "Set EnableInTransitEncryption to true, with InTransitEncryptionConfiguration. A change replaces the configuration.",
  links: [
    securityHub("emr"),
    awsDocs("Creating a security configuration", "emr/latest/ManagementGuide/emr-create-security-configuration.html"),
  ],
  types: ["aws:emr/securityConfiguration:SecurityConfiguration"],
  check: (resource) =>
    resource
      .get("configuration")
      .json()
      .get("EncryptionConfiguration", "EnableInTransitEncryption")
      .mustBe(true, "Data in transit is not encrypted; set EnableInTransitEncryption to true"),
  examples: {
    pass: [{ inputs: { configuration: '{"EncryptionConfiguration":{"EnableInTransitEncryption":true}}' } }],
    fail: [
      {
        name: "not set",
        inputs: { configuration: "{}" },
        path: "/configuration",
        message: "Data in transit is not encrypted",
      },
      {
        inputs: { configuration: '{"EncryptionConfiguration":{"EnableInTransitEncryption":false}}' },
        path: "/configuration",
        message: "Data in transit is not encrypted",
      },
    ],
    undecided: [
      { inputs: { configuration: UNKNOWN }, path: "/configuration" },
      { name: "not JSON", inputs: { configuration: "{" }, path: "/configuration" },
    ],
  },
});
