import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "redshift-enhanced-vpc-routing",
  title: "Route COPY and UNLOAD of warehouses through the VPC.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Data leaves by the internet otherwise, past endpoint policies, security groups and flow logs.",
  fix: "Set enhancedVpcRouting to true, with a gateway endpoint for S3 in the VPC.",
  links: [
    securityHub("redshift"),
    securityHub("redshiftserverless"),
    awsDocs("Enhanced VPC routing", "redshift/latest/mgmt/enhanced-vpc-routing.html"),
  ],
  types: ["aws:redshift/cluster:Cluster", "aws:redshiftserverless/workgroup:Workgroup"],
  check: (resource) =>
    resource.get("enhancedVpcRouting").mustBe(true, "COPY and UNLOAD go past the VPC; set enhancedVpcRouting to true"),
  examples: {
    pass: [
      { inputs: { nodeType: "ra3.large", enhancedVpcRouting: true } },
      {
        type: "aws:redshiftserverless/workgroup:Workgroup",
        inputs: { workgroupName: "shop", enhancedVpcRouting: true },
      },
    ],
    fail: [
      { name: "not set", inputs: { nodeType: "ra3.large" }, path: "/enhancedVpcRouting", message: "go past the VPC" },
      {
        inputs: { nodeType: "ra3.large", enhancedVpcRouting: false },
        path: "/enhancedVpcRouting",
        message: "go past the VPC",
      },
      {
        name: "not set",
        type: "aws:redshiftserverless/workgroup:Workgroup",
        inputs: { workgroupName: "shop" },
        path: "/enhancedVpcRouting",
        message: "go past the VPC",
      },
      {
        type: "aws:redshiftserverless/workgroup:Workgroup",
        inputs: { workgroupName: "shop", enhancedVpcRouting: false },
        path: "/enhancedVpcRouting",
        message: "go past the VPC",
      },
    ],
    undecided: [
      { inputs: { nodeType: "ra3.large", enhancedVpcRouting: UNKNOWN }, path: "/enhancedVpcRouting" },
      {
        type: "aws:redshiftserverless/workgroup:Workgroup",
        inputs: { workgroupName: "shop", enhancedVpcRouting: UNKNOWN },
        path: "/enhancedVpcRouting",
      },
    ],
  },
});
