import { z } from "zod";
import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Statement } from "../../_policy-document.ts";
import { knowsNoResource } from "../_account-wide-actions.ts";
import { IDENTITY_POLICY_TYPES, isUnscoped, refuseAllowing } from "../_identity-policies.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-no-unconstrained-write",
  title: "Constrain write actions by resource or condition.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Unbounded writes allow tampering with logs and backups. Lambda demands the actions that attach a function to a VPC on every resource; they are left out.",
  fix: "Name the ARNs, or add a condition on tags of the resource.",
  links: [
    awsDocs(
      "Actions, resources and condition keys",
      "service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ),
  ],
  types: IDENTITY_POLICY_TYPES,
  config: z.object({
    except: z
      .array(z.string())
      .default([
        "ec2:createnetworkinterface",
        "ec2:deletenetworkinterface",
        "ec2:assignprivateipaddresses",
        "ec2:unassignprivateipaddresses",
      ])
      .describe("Actions, in lower case, that may be allowed on every resource."),
  }),
  check: (resource, { config }) =>
    refuseAllowing(
      resource,
      [isUnscoped, (statement) => writes(statement, config.except)],
      "allows an action that changes every resource of a kind; name the ARNs or add a condition on their tags",
    ),
  examples: {
    pass: [
      { inputs: { policy: policyText({ Effect: "Allow", Action: ["s3:Get*", "s3:ListBucket"], Resource: "*" }) } },
      {
        inputs: {
          policy: policyText({ Effect: "Allow", Action: "logs:Put*", Resource: "arn:aws:logs:*:*:log-group:a" }),
        },
      },
      {
        name: "limited by a tag",
        type: "aws:iam/rolePolicy:RolePolicy",
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "backup:DeleteRecoveryPoint",
            Resource: "*",
            Condition: { StringEquals: { "aws:ResourceTag/system": "shop" } },
          }),
        },
      },
      { inputs: { policy: policyText({ Effect: "Deny", NotAction: "iam:*", Resource: "*" }) } },
    ],
    fail: [
      {
        inputs: {
          policy: policyText(
            { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
            {
              Effect: "Allow",
              Action: ["s3:GetObject", "logs:DeleteLogGroup"],
              Resource: ["arn:aws:s3:::shop/*", "*"],
            },
          ),
        },
        path: "/policy",
        message: "Statement 2 allows an action that changes",
      },
      {
        type: "aws:iam/role:Role",
        inputs: {
          inlinePolicies: [{}, { policy: policyText({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }) }],
        },
        path: "/inlinePolicies/1/policy",
        message: "changes every resource",
      },
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      {
        inputs: { policy: { Statement: [{ Effect: "Allow", Action: UNKNOWN, Resource: "*" }] } },
        path: "/policy/Statement/0/Action",
      },
    ],
  },
});
/** Verbs of actions that change nothing. */
const READS =
  /^[a-z0-9-]+:(?:get|list|describe|batchget|head|lookup|search|query|scan|select|check|detect|estimate|filter|preview|read|simulate|validate|verify|view|download|decrypt)/;

function writes(statement: Statement, except: readonly string[]): boolean {
  if (statement.notActions().length > 0) return true;
  return statement
    .actions()
    .some((action) => !READS.test(action) && !knowsNoResource(action) && !except.includes(action));
}
