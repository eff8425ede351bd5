import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "rds-not-publicly-accessible",
  title: "Never give a database a public address.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A database should be reached only from inside the VPC.",
  fix: "Set publiclyAccessible to false and reach the database from inside the VPC.",
  links: [
    securityHub("rds"),
    awsDocs("A DB instance in a VPC", "AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"),
  ],
  types: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"],
  check: (instance) =>
    instance
      .get("publiclyAccessible")
      .mustNotBe(true, "The database has a public address; set publiclyAccessible to false"),
  remediate: (instance) => whenUnset(instance, "publiclyAccessible", false),
  examples: {
    pass: [{ inputs: { publiclyAccessible: false } }, { name: "not set", inputs: { engine: "postgres" } }],
    fail: [
      { inputs: { publiclyAccessible: true }, path: "/publiclyAccessible", message: "public address" },
      {
        type: "aws:rds/clusterInstance:ClusterInstance",
        inputs: { publiclyAccessible: "true" },
        path: "/publiclyAccessible",
        message: "public address",
      },
    ],
    undecided: [{ inputs: { publiclyAccessible: UNKNOWN }, path: "/publiclyAccessible" }],
  },
});
