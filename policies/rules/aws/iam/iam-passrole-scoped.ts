import { policyText } from "../../../examples.ts";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { type Condition, coversWholeKind, eachStatement } from "../../_policy-document.ts";
import { IDENTITY_POLICY_TYPES, grantsAny, identityPolicies, namesValues } from "../_identity-policies.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-passrole-scoped",
  title: "Limit iam:PassRole to named roles and a target service condition.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Passing any role hands out its rights.",
  fix: "Name the roles in Resource and the service in a condition on iam:PassedToService.",
  links: [awsDocs("Passing a role to a service", "IAM/latest/UserGuide/id_roles_use_passrole.html")],
  types: IDENTITY_POLICY_TYPES,
  check: (resource) =>
    eachStatement(resource, identityPolicies, (statement) => {
      const passes = every([() => statement.allows(), () => passesRoles(statement)], (test) => test());
      if (!passes) return [];
      if (coversWholeKind(statement)) {
        return [statement.property.fail(`${statement.label} allows passing any role; name the roles in Resource`)];
      }
      if (statement.conditions().some((one) => RECEIVERS.has(one.key) && namesReceivers(one))) return [];
      return [
        statement.property.fail(
          `${statement.label} allows passing a role to any service; add a condition on iam:PassedToService`,
        ),
      ];
    }),
  examples: {
    pass: [
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "iam:PassRole",
            Resource: "arn:aws:iam::111122223333:role/worker",
            Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
          }),
        },
      },
      {
        name: "where the service is told at all",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "iam:PassRole",
            Resource: "arn:aws:iam::111122223333:role/worker",
            Condition: { StringLikeIfExists: { "iam:PassedToService": "ecs-tasks.amazonaws.com*" } },
          }),
        },
      },
      { inputs: { policy: policyText({ Effect: "Allow", Action: "s3:*", Resource: "*" }) } },
    ],
    fail: [
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "iam:*",
            Resource: "*",
            Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
          }),
        },
        path: "/policy",
        message: "passing any role",
      },
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "iam:PassRole",
            Resource: "arn:aws:iam::111122223333:role/worker",
          }),
        },
        path: "/policy",
        message: "to any service",
      },
      ...[
        { StringLike: { "iam:PassedToService": "*" } },
        { StringNotEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
      ].map((Condition) => ({
        name: `a condition that names no service: ${Object.keys(Condition).join("")}`,
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "iam:PassRole",
            Resource: "arn:aws:iam::111122223333:role/worker",
            Condition,
          }),
        },
        path: "/policy",
        message: "to any service",
      })),
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      {
        inputs: {
          policy: {
            Statement: [
              {
                Effect: "Allow",
                Action: "iam:PassRole",
                Resource: UNKNOWN,
                Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
              },
            ],
          },
        },
        path: "/policy/Statement/0/Resource",
      },
    ],
  },
});
const RECEIVERS = new Set(["iam:passedtoservice", "iam:associatedresourcearn"]);
const passesRoles = grantsAny(["iam:passrole"]);

/** Every call that passes a role tells the service, so that the test of a missing one is as good. */
function namesReceivers(condition: Condition): boolean {
  return namesValues({ ...condition, operator: condition.operator.replace(/ifexists$/, "") });
}
