import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { referencesIn } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "opensearch-in-vpc",
  title: "Place search domains in a VPC.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A domain outside a VPC has an endpoint on the internet, and one access policy between it and everybody.",
  fix: "Set vpcOptions with private subnets and a security group. A change replaces the domain.",
  links: [
    securityHub("opensearch"),
    securityHub("es"),
    awsDocs("Domains in a VPC", "opensearch-service/latest/developerguide/vpc.html"),
  ],
  types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
  check: (domain) => {
    const subnets = domain.get("vpcOptions", "subnetIds");
    return referencesIn(domain, subnets).length > 0
      ? []
      : [subnets.fail("The domain has an endpoint on the internet; set vpcOptions.subnetIds to private subnets")];
  },
  examples: {
    pass: [
      {
        inputs: { vpcOptions: { subnetIds: [ref("subnet")] } },
        stack: [{ type: "aws:ec2/subnet:Subnet", name: "subnet", inputs: {} }],
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { engineVersion: "OpenSearch_2.19" },
        path: "/vpcOptions/subnetIds",
        message: "on the internet",
      },
      {
        type: "aws:elasticsearch/domain:Domain",
        inputs: { vpcOptions: { subnetIds: [] } },
        path: "/vpcOptions/subnetIds",
        message: "on the internet",
      },
    ],
    undecided: [{ inputs: { vpcOptions: { subnetIds: UNKNOWN } }, path: "/vpcOptions/subnetIds" }],
  },
});
