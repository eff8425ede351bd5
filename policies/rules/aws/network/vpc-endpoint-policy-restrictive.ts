import { z } from "zod";
import { policyText } from "../../../examples.ts";
import type { Resource } from "../../../resource.ts";
import { NOT_APPLICABLE, defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { type Documents, type Statement, coversAllResources, eachStatement, matches } from "../../_policy-document.ts";
import { isPublic } from "../../_public-access.ts";
import { namesValues } from "../_identity-policies.ts";
import { awsDocs } from "../_links.ts";

const OWN_ACCOUNT = {
  Effect: "Allow",
  Principal: "*",
  Action: "*",
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
};

export default defineRule({
  id: "vpc-endpoint-policy-restrictive",
  title: "Give each VPC endpoint a policy that names principals and resources instead of the allow-everything default.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "An unrestricted endpoint is a data path to foreign accounts. A statement that names either the callers or the resources is accepted: the buckets of AWS that hold image layers take any caller, and many actions know no resource.",
  fix: "Set policy on the endpoint itself, with conditions such as aws:PrincipalAccount and aws:ResourceAccount.",
  links: [
    awsDocs("Endpoint policies", "vpc/latest/privatelink/vpc-endpoints-access.html"),
    awsDocs("Data perimeters", "IAM/latest/UserGuide/access_policies_data-perimeters.html"),
  ],
  types: ["aws:ec2/vpcEndpoint:VpcEndpoint", "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy"],
  config: z.object({
    withoutPolicy: z
      .array(z.string())
      .default(["com.amazonaws.*.eks", "com.amazonaws.*.eks-auth", "*.vpce-svc-*"])
      .describe("Patterns of service names whose endpoints take no policy, other people's services among them."),
  }),
  check: (endpoint, { config }) => {
    if (!takesPolicy(endpoint, config.withoutPolicy)) return NOT_APPLICABLE;
    const policy = endpoint.get("policy");
    if (!policy.isSet || policy.raw === "") {
      return [policy.fail("The endpoint lets anyone reach anything; set policy and name accounts or resources")];
    }
    return eachStatement(endpoint, endpointPolicy, (statement) =>
      isOpen(statement)
        ? [
            statement.property.fail(
              `${statement.label} lets anyone reach anything through the endpoint; name the accounts of callers or resources`,
            ),
          ]
        : [],
    );
  },
  examples: {
    pass: [
      { inputs: { serviceName: "com.amazonaws.eu-central-1.ecr.api", policy: policyText(OWN_ACCOUNT) } },
      {
        type: "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
        inputs: {
          policy: policyText({ Effect: "Allow", Principal: "*", Action: "*", Resource: "arn:aws:s3:::shop/*" }),
        },
      },
      {
        name: "limited to resources of the account",
        inputs: {
          policy: policyText({
            ...OWN_ACCOUNT,
            Condition: { StringEquals: { "aws:ResourceAccount": "111122223333" } },
          }),
        },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { serviceName: "com.amazonaws.eu-central-1.s3" },
        path: "/policy",
        message: "lets anyone reach anything",
      },
      {
        type: "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
        inputs: {
          policy: policyText(OWN_ACCOUNT, { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" }),
        },
        path: "/policy",
        message: "Statement 2 lets anyone",
      },
      {
        name: "the resources of any account",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: "*",
            Action: "*",
            Resource: "*",
            Condition: { StringLike: { "aws:ResourceAccount": "*" } },
          }),
        },
        path: "/policy",
        message: "lets anyone",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const endpointPolicy: Documents = (endpoint) => [endpoint.get("policy")];
const RESOURCE_KEY = /^aws:resource(?:account|orgid|orgpaths)$/;

/** Gateway load balancers and resources know no endpoint policies, and some services take none. */
function takesPolicy(endpoint: Resource, withoutPolicy: readonly string[]): boolean {
  if (endpoint.type !== "aws:ec2/vpcEndpoint:VpcEndpoint") return true;
  // A name that is not known is asked for a policy: nearly every service takes one.
  const service = endpoint.get("serviceName").raw;
  if (typeof service === "string" && withoutPolicy.some((pattern) => matches(pattern, service))) return false;
  return !["GatewayLoadBalancer", "Resource", "ServiceNetwork"].includes(
    endpoint.get("vpcEndpointType").string() ?? "Gateway",
  );
}

function isOpen(statement: Statement): boolean {
  const anyResource = () =>
    coversAllResources(statement) &&
    !statement.conditions().some((condition) => RESOURCE_KEY.test(condition.key) && namesValues(condition));
  return every([() => isPublic(statement), anyResource], (test) => test());
}
