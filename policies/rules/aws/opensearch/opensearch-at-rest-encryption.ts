import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "opensearch-at-rest-encryption",
  title: "Encrypt search domains at rest.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Indexes, logs, swap and snapshots of the domain stay readable on disk otherwise.",
  fix: "Set encryptAtRest.enabled to true. Old engine versions replace the domain.",
  links: [
    securityHub("opensearch"),
    securityHub("es"),
    awsDocs("Encryption at rest", "opensearch-service/latest/developerguide/encryption-at-rest.html"),
  ],
  types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
  check: (resource) =>
    resource
      .get("encryptAtRest", "enabled")
      .mustBe(true, "The domain is not encrypted at rest; set encryptAtRest.enabled to true"),
  suggest: (resource) => whenUnset(resource, ["encryptAtRest", "enabled"], true),
  examples: {
    pass: [
      { inputs: { engineVersion: "OpenSearch_2.19", encryptAtRest: { enabled: true } } },
      { type: "aws:elasticsearch/domain:Domain", inputs: { encryptAtRest: { enabled: true } } },
    ],
    fail: [
      {
        name: "not set",
        inputs: { engineVersion: "OpenSearch_2.19" },
        path: "/encryptAtRest/enabled",
        message: "not encrypted at rest",
      },
      {
        inputs: { engineVersion: "OpenSearch_2.19", encryptAtRest: { enabled: false } },
        path: "/encryptAtRest/enabled",
        message: "not encrypted at rest",
      },
      {
        name: "not set",
        type: "aws:elasticsearch/domain:Domain",
        inputs: {},
        path: "/encryptAtRest/enabled",
        message: "not encrypted at rest",
      },
      {
        type: "aws:elasticsearch/domain:Domain",
        inputs: { encryptAtRest: { enabled: false } },
        path: "/encryptAtRest/enabled",
        message: "not encrypted at rest",
      },
    ],
    undecided: [
      {
        inputs: { engineVersion: "OpenSearch_2.19", encryptAtRest: { enabled: UNKNOWN } },
        path: "/encryptAtRest/enabled",
      },
      {
        type: "aws:elasticsearch/domain:Domain",
        inputs: { encryptAtRest: { enabled: UNKNOWN } },
        path: "/encryptAtRest/enabled",
      },
    ],
  },
});
