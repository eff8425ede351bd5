import * as z from "zod";
import { availabilityZone, cidr, logRetentionDays, text } from "./_fields.ts";

/** Interface endpoints that private workloads and nodes need so that AWS calls never leave the VPC. */
export const DEFAULT_ENDPOINTS = [
  "ecr.api",
  "ecr.dkr",
  "eks-auth",
  "elasticache",
  "kms",
  "logs",
  "secretsmanager",
  "ssm",
  "sts",
] as const;

export const network = z
  .strictObject({
    cidr: cidr.describe("The VPC's private network; /16 to /20, so that three tiers fit in each zone."),
    availabilityZones: z
      .array(availabilityZone)
      .min(2)
      .max(3)
      .meta({ allowed: "a list of two or three availability zones of the region" })
      .describe("The zones that hold a subnet of each tier."),
    natGateways: z
      .enum(["per-zone", "single", "none"])
      .default("per-zone")
      .describe("Ways out of the private tier. `single` is cheaper and fails with its zone."),
    interfaceEndpoints: z
      .array(
        z
          .string()
          .regex(/^[a-z0-9][a-z0-9.-]+$/)
          .meta({ allowed: "the short name of a service such as ecr.api" }),
      )
      .default([...DEFAULT_ENDPOINTS])
      .describe("AWS services reached inside the VPC, by the short name of their endpoint service."),
    peeredCidrs: z
      .array(cidr)
      .default([])
      .describe("Networks that reach this VPC over a peering, VPN or transit gateway. They must not overlap it."),
    runner: z
      .exactOptional(
        z.strictObject({
          repositoryUrl: z
            .string()
            .regex(/^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/)
            .meta({ allowed: "https://github.com/<owner>/<repository>" })
            .describe("The repository whose jobs may run there."),
          connectionArn: z
            .string()
            .regex(
              /^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/,
            )
            .meta({ allowed: "the ARN of a CodeConnections connection in this account and region" })
            .describe("The connection to the repository, approved once in the console."),
          workflowNames: z.array(text(1, 100)).min(1).describe("Workflows that may use it; every other is refused."),
          computeType: z
            .enum(["BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE"])
            .default("BUILD_GENERAL1_MEDIUM")
            .describe("Size of a build machine."),
        }),
      )
      .describe("A CodeBuild-hosted runner in the private subnets, from which a private cluster endpoint is reached."),
    flowLogRetentionDays: logRetentionDays.default(365).describe("How long flow logs are kept."),
  })
  .describe("The VPC: three tiers (public, private, data) in each zone; the data tier has no route out.");
