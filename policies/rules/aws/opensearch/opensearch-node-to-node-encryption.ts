import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "opensearch-node-to-node-encryption",
  title: "Encrypt the traffic between the nodes of search domains.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Documents and queries cross the network in the clear between the nodes otherwise.",
  fix: "Set nodeToNodeEncryption.enabled to true. Old engine versions replace the domain.",
  links: [
    securityHub("opensearch"),
    securityHub("es"),
    awsDocs("Node-to-node encryption", "opensearch-service/latest/developerguide/ntn.html"),
  ],
  types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
  check: (resource) =>
    resource
      .get("nodeToNodeEncryption", "enabled")
      .mustBe(true, "Traffic between the nodes is in clear text; set nodeToNodeEncryption.enabled to true"),
  suggest: (resource) => whenUnset(resource, ["nodeToNodeEncryption", "enabled"], true),
  examples: {
    pass: [
      { inputs: { engineVersion: "OpenSearch_2.19", nodeToNodeEncryption: { enabled: true } } },
      { type: "aws:elasticsearch/domain:Domain", inputs: { nodeToNodeEncryption: { enabled: true } } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { engineVersion: "OpenSearch_2.19" },
        path: "/nodeToNodeEncryption/enabled",
        message: "is in clear text",
      },
      {
        inputs: { engineVersion: "OpenSearch_2.19", nodeToNodeEncryption: { enabled: false } },
        path: "/nodeToNodeEncryption/enabled",
        message: "is in clear text",
      },
      {
        name: "not set",
        type: "aws:elasticsearch/domain:Domain",
        inputs: {},
        path: "/nodeToNodeEncryption/enabled",
        message: "is in clear text",
      },
      {
        type: "aws:elasticsearch/domain:Domain",
        inputs: { nodeToNodeEncryption: { enabled: false } },
        path: "/nodeToNodeEncryption/enabled",
        message: "is in clear text",
      },
    ],
    undecided: [
      {
        inputs: { engineVersion: "OpenSearch_2.19", nodeToNodeEncryption: { enabled: UNKNOWN } },
        path: "/nodeToNodeEncryption/enabled",
      },
      {
        type: "aws:elasticsearch/domain:Domain",
        inputs: { nodeToNodeEncryption: { enabled: UNKNOWN } },
        path: "/nodeToNodeEncryption/enabled",
      },
    ],
  },
});
