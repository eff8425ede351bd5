import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "vpc-endpoint-service-manual-acceptance",
  title: "Require manual acceptance on endpoint services and restrict their allowed principals.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Automatic acceptance lets any permitted account connect inward.",
  fix: "Set acceptanceRequired to true and list the principals that may connect.",
  links: [awsDocs("Endpoint services", "vpc/latest/privatelink/configure-endpoint-service.html")],
  types: [
    "aws:ec2/vpcEndpointService:VpcEndpointService",
    "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple",
  ],
  check: (resource) => {
    if (resource.type !== "aws:ec2/vpcEndpointService:VpcEndpointService")
      return judgePrincipal(resource.get("principalArn"));
    return all(
      () =>
        resource
          .get("acceptanceRequired")
          .mustBe(true, "Connections are accepted without approval; set acceptanceRequired to true"),
      () => each(resource.get("allowedPrincipals").items(), judgePrincipal),
    );
  },
  remediate: (resource) =>
    resource.type === "aws:ec2/vpcEndpointService:VpcEndpointService"
      ? whenUnset(resource, "acceptanceRequired", true)
      : [],
  examples: {
    pass: [{ inputs: { acceptanceRequired: true, allowedPrincipals: ["arn:aws:iam::111122223333:root"] } }],
    fail: [
      { name: "not set", inputs: {}, path: "/acceptanceRequired", message: "without approval" },
      {
        inputs: { acceptanceRequired: true, allowedPrincipals: ["arn:aws:iam::111122223333:root", "*"] },
        path: "/allowedPrincipals/1",
        message: "Every AWS account",
      },
      {
        type: "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple",
        inputs: { principalArn: "*" },
        path: "/principalArn",
        message: "Every AWS account",
      },
    ],
    undecided: [{ inputs: { acceptanceRequired: UNKNOWN }, path: "/acceptanceRequired" }],
  },
});
function judgePrincipal(principal: Property): Issue[] {
  return principal.mustNotBe("*", "Every AWS account may connect; name the accounts or roles");
}
