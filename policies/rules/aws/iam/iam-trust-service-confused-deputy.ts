import { z } from "zod";
import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Documents } from "../../_policy-document.ts";
import { refuseUnboundServices } from "../_confused-deputy.ts";
import { awsDocs } from "../_links.ts";

const FLOW_LOGS = {
  Effect: "Allow",
  Principal: { Service: "vpc-flow-logs.amazonaws.com" },
  Action: "sts:AssumeRole",
};

export default defineRule({
  id: "iam-trust-service-confused-deputy",
  title: "Add source account or ARN conditions to service trust where the service supports them.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A service may otherwise act for a foreign customer. Services that document no source, such as EC2, Lambda and GuardDuty's malware protection, are left out: nobody can pass them a role of another account.",
  fix: "Add a condition on aws:SourceAccount, and on aws:SourceArn where the ARN is known.",
  links: [awsDocs("The confused deputy", "IAM/latest/UserGuide/confused-deputy.html")],
  types: ["aws:iam/role:Role"],
  config: z.object({
    services: z
      .array(z.string())
      .default([
        "bedrock.amazonaws.com",
        "codebuild.amazonaws.com",
        "config.amazonaws.com",
        "datasync.amazonaws.com",
        "ecs-tasks.amazonaws.com",
        "grafana.amazonaws.com",
        "logs.amazonaws.com",
        "logs.*.amazonaws.com",
        "monitoring.rds.amazonaws.com",
        "pipes.amazonaws.com",
        "pods.eks.amazonaws.com",
        "scheduler.amazonaws.com",
        "ssm.amazonaws.com",
        "states.amazonaws.com",
        "transfer.amazonaws.com",
        "vpc-flow-logs.amazonaws.com",
      ])
      .describe("Patterns of services that send their source when they assume a role."),
  }),
  check: (role, { config }) =>
    refuseUnboundServices(
      role,
      trustPolicy,
      { services: config.services, sourceKeys: ["sts:externalid", "aws:requesttag/"] },
      "lets a service assume the role for any customer; add a condition on aws:SourceAccount",
    ),
  examples: {
    pass: [
      {
        inputs: {
          assumeRolePolicy: policyText({
            ...FLOW_LOGS,
            Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
          }),
        },
      },
      {
        name: "a service that sends no source",
        inputs: { assumeRolePolicy: policyText({ ...FLOW_LOGS, Principal: { Service: "ec2.amazonaws.com" } }) },
      },
    ],
    fail: [
      { inputs: { assumeRolePolicy: policyText(FLOW_LOGS) }, path: "/assumeRolePolicy", message: "any customer" },
      {
        inputs: {
          assumeRolePolicy: policyText({
            ...FLOW_LOGS,
            Principal: { Service: ["ec2.amazonaws.com", "scheduler.amazonaws.com"] },
          }),
        },
        path: "/assumeRolePolicy",
        message: "aws:SourceAccount",
      },
    ],
    undecided: [{ inputs: { assumeRolePolicy: UNKNOWN }, path: "/assumeRolePolicy" }],
  },
});
const trustPolicy: Documents = (role) => [role.get("assumeRolePolicy")];
