import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "sagemaker-domain-vpc-only",
  title: "Let SageMaker domains use a VPC of yours only.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Notebooks reach the internet by a way that no security group or log of yours sees.",
  fix: "Set appNetworkAccessType to VpcOnly. A change replaces the domain.",
  links: [awsDocs("Notebooks of a domain in a VPC", "sagemaker/latest/dg/studio-notebooks-and-internet-access.html")],
  types: ["aws:sagemaker/domain:Domain"],
  check: (resource) =>
    resource
      .get("appNetworkAccessType")
      .mustBe(
        "VpcOnly",
        "Applications of the domain have a way to the internet of their own; set appNetworkAccessType to VpcOnly",
      ),
  examples: {
    pass: [{ inputs: { domainName: "research", appNetworkAccessType: "VpcOnly" } }],
    fail: [
      {
        name: "not set",
        inputs: { domainName: "research" },
        path: "/appNetworkAccessType",
        message: "internet of their own",
      },
      {
        inputs: { domainName: "research", appNetworkAccessType: "PublicInternetOnly" },
        path: "/appNetworkAccessType",
        message: "internet of their own",
      },
    ],
    undecided: [{ inputs: { domainName: "research", appNetworkAccessType: UNKNOWN }, path: "/appNetworkAccessType" }],
  },
});
