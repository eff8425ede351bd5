import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "redshift-not-publicly-accessible",
  title: "Never give a warehouse a public address.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A warehouse should be reached only from inside the VPC.",
  fix: "Set publiclyAccessible to false and reach the warehouse from inside the VPC.",
  links: [
    securityHub("redshift"),
    securityHub("redshiftserverless"),
    awsDocs("Clusters in a VPC", "redshift/latest/mgmt/managing-clusters-vpc.html"),
  ],
  types: ["aws:redshift/cluster:Cluster", "aws:redshiftserverless/workgroup:Workgroup"],
  check: (resource) =>
    resource
      .get("publiclyAccessible")
      .mustNotBe(true, "The warehouse has a public address; set publiclyAccessible to false"),
  examples: {
    pass: [
      { inputs: { nodeType: "ra3.large", publiclyAccessible: false } },
      { name: "not set", inputs: { nodeType: "ra3.large" } },
      { type: "aws:redshiftserverless/workgroup:Workgroup", inputs: { publiclyAccessible: false } },
      { name: "not set", type: "aws:redshiftserverless/workgroup:Workgroup", inputs: {} },
    ],
    fail: [
      {
        inputs: { nodeType: "ra3.large", publiclyAccessible: true },
        path: "/publiclyAccessible",
        message: "has a public address",
      },
      {
        type: "aws:redshiftserverless/workgroup:Workgroup",
        inputs: { publiclyAccessible: true },
        path: "/publiclyAccessible",
        message: "has a public address",
      },
    ],
    undecided: [
      { inputs: { nodeType: "ra3.large", publiclyAccessible: UNKNOWN }, path: "/publiclyAccessible" },
      {
        type: "aws:redshiftserverless/workgroup:Workgroup",
        inputs: { publiclyAccessible: UNKNOWN },
        path: "/publiclyAccessible",
      },
    ],
  },
});
