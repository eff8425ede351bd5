import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "dax-at-rest-encryption",
  title: "Encrypt DynamoDB Accelerator clusters at rest.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The cache writes items to disk while it changes nodes, outside the encryption of the table.",
  fix: "Set serverSideEncryption.enabled to true. A change replaces the cluster.",
  links: [
    securityHub("dynamodb"),
    awsDocs("DAX encryption at rest", "amazondynamodb/latest/developerguide/DAXEncryptionAtRest.html"),
  ],
  types: ["aws:dax/cluster:Cluster"],
  check: (resource) =>
    resource
      .get("serverSideEncryption", "enabled")
      .mustBe(true, "The cluster is not encrypted at rest; set serverSideEncryption.enabled to true"),
  suggest: (resource) => whenUnset(resource, ["serverSideEncryption", "enabled"], true),
  examples: {
    pass: [{ inputs: { clusterName: "orders", serverSideEncryption: { enabled: true } } }],
    fail: [
      {
        name: "not set",
        inputs: { clusterName: "orders" },
        path: "/serverSideEncryption/enabled",
        message: "not encrypted at rest",
      },
      {
        inputs: { clusterName: "orders", serverSideEncryption: { enabled: false } },
        path: "/serverSideEncryption/enabled",
        message: "not encrypted at rest",
      },
    ],
    undecided: [
      {
        inputs: { clusterName: "orders", serverSideEncryption: { enabled: UNKNOWN } },
        path: "/serverSideEncryption/enabled",
      },
    ],
  },
});
