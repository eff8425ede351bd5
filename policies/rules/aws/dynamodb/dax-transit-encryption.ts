import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "dax-transit-encryption",
  title: "Let DynamoDB Accelerator clusters speak TLS only.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Items cross the network in the clear otherwise, although DynamoDB itself takes HTTPS.",
  fix: "Set clusterEndpointEncryptionType to TLS. A change replaces the cluster.",
  links: [
    securityHub("dynamodb"),
    awsDocs("DAX encryption in transit", "amazondynamodb/latest/developerguide/DAXEncryptionInTransit.html"),
  ],
  types: ["aws:dax/cluster:Cluster"],
  check: (resource) =>
    resource
      .get("clusterEndpointEncryptionType")
      .mustBe("TLS", "The cluster answers in clear text; set clusterEndpointEncryptionType to TLS"),
  suggest: (resource) => whenUnset(resource, "clusterEndpointEncryptionType", "TLS"),
  examples: {
    pass: [{ inputs: { clusterName: "orders", clusterEndpointEncryptionType: "TLS" } }],
    fail: [
      {
        name: "not set",
        inputs: { clusterName: "orders" },
        path: "/clusterEndpointEncryptionType",
        message: "answers in clear text",
      },
      {
        inputs: { clusterName: "orders", clusterEndpointEncryptionType: "NONE" },
        path: "/clusterEndpointEncryptionType",
        message: "answers in clear text",
      },
    ],
    undecided: [
      {
        inputs: { clusterName: "orders", clusterEndpointEncryptionType: UNKNOWN },
        path: "/clusterEndpointEncryptionType",
      },
    ],
  },
});
