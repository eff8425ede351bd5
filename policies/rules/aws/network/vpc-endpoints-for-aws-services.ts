import { z } from "zod";
import { ref } from "../../../examples.ts";
import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "vpc-endpoints-for-aws-services",
  title:
    "Provide private endpoints for the AWS services that workloads call (S3, ECR API and registry, STS, Secrets Manager, KMS, logs, SSM).",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "Traffic to AWS APIs then needs neither NAT nor the public internet.",
  fix: "Add an aws.ec2.VpcEndpoint for each service that workloads call: a gateway endpoint for S3, interface endpoints for the others.",
  links: [awsDocs("AWS services with PrivateLink", "vpc/latest/privatelink/aws-services-privatelink-support.html")],
  types: ["aws:ec2/vpc:Vpc"],
  config: z.object({
    services: z
      .array(z.string())
      .default(["s3", "ecr.api", "ecr.dkr", "sts", "secretsmanager", "kms", "logs", "ssm"])
      .describe("Short names of the services that need an endpoint."),
  }),
  check: (vpc, { stack, config }) => {
    const endpoints = stack.ofType("aws:ec2/vpcEndpoint:VpcEndpoint");
    const missing = config.services.filter(
      (service) =>
        !some(
          endpoints,
          (endpoint) =>
            stack.refersTo(endpoint, endpoint.get("vpcId"), vpc) &&
            endpoint.get("serviceName").string()?.endsWith(`.${service}`) === true,
        ),
    );
    if (missing.length === 0) return [];
    return [vpc.fail(`The VPC has no endpoint for ${missing.join(", ")}; add an aws.ec2.VpcEndpoint for each`)];
  },
  examples: {
    pass: [
      {
        inputs: { cidrBlock: "10.0.0.0/16" },
        config: { services: ["s3"] },
        stack: [
          {
            type: "aws:ec2/vpcEndpoint:VpcEndpoint",
            name: "s3",
            inputs: { vpcId: ref("subject"), serviceName: "com.amazonaws.eu-central-1.s3" },
          },
        ],
      },
    ],
    fail: [
      {
        inputs: { cidrBlock: "10.0.0.0/16" },
        stack: [
          {
            type: "aws:ec2/vpcEndpoint:VpcEndpoint",
            name: "s3",
            inputs: { vpcId: ref("subject"), serviceName: "com.amazonaws.eu-central-1.s3" },
          },
        ],
        path: "",
        message: "no endpoint for ecr.api, ecr.dkr",
      },
    ],
    undecided: [
      {
        inputs: { cidrBlock: "10.0.0.0/16" },
        stack: [
          {
            type: "aws:ec2/vpcEndpoint:VpcEndpoint",
            name: "s3",
            inputs: { vpcId: ref("subject"), serviceName: UNKNOWN },
          },
        ],
        path: "/serviceName",
      },
    ],
  },
});
