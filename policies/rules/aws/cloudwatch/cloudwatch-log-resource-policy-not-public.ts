import { policyText } from "../../../examples.ts";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { type Documents, type Statement, eachStatement } from "../../_policy-document.ts";
import { isNarrowed } from "../../_public-access.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudwatch-log-resource-policy-not-public",
  title: "Refuse log resource policies that allow every principal or lack a source condition.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Outsiders could write or read logs.",
  fix: "Name the services or accounts and add a condition on aws:SourceArn or aws:SourceAccount.",
  links: [awsDocs("Access to CloudWatch Logs", "AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html")],
  types: [
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
  ],
  check: (resource) =>
    eachStatement(resource, logPolicy, (statement) => {
      const open = every(
        [() => statement.allows(), () => reachesAny(statement), () => !isNarrowed(statement)],
        (test) => test(),
      );
      if (!open) return [];
      return [
        statement.property.fail(
          `${statement.label} lets everyone, or a service on behalf of any account, use the logs; add a condition on aws:SourceArn or aws:SourceAccount`,
        ),
      ];
    }),
  examples: {
    pass: [
      {
        inputs: {
          policyDocument: policyText({
            Effect: "Allow",
            Principal: { Service: "route53.amazonaws.com" },
            Action: "logs:PutLogEvents",
            Resource: "*",
            Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
          }),
        },
      },
      {
        type: "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
        inputs: {
          accessPolicy: policyText({
            Effect: "Allow",
            Principal: { AWS: "111122223333" },
            Action: "logs:PutSubscriptionFilter",
            Resource: "*",
          }),
        },
      },
    ],
    fail: [
      {
        inputs: {
          policyDocument: policyText({
            Effect: "Allow",
            Principal: { Service: "es.amazonaws.com" },
            Action: "logs:PutLogEvents",
            Resource: "*",
          }),
        },
        path: "/policyDocument",
        message: "on behalf of any account",
      },
      {
        type: "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
        inputs: {
          accessPolicy: policyText({
            Effect: "Allow",
            Principal: "*",
            Action: "logs:PutSubscriptionFilter",
            Resource: "*",
          }),
        },
        path: "/accessPolicy",
        message: "everyone",
      },
    ],
    undecided: [{ inputs: { policyDocument: UNKNOWN }, path: "/policyDocument" }],
  },
});
const logPolicy: Documents = (resource) => [resource.get("policyDocument"), resource.get("accessPolicy")];

function reachesAny(statement: Statement): boolean {
  return (
    statement.hasNotPrincipal() || statement.principals().some(({ kind, text }) => text === "*" || kind === "Service")
  );
}
