import { UNKNOWN } from "../../../value.ts";
import { policyText } from "../../../examples.ts";
import { defineRule, every, some } from "../../../rule.ts";
import { type Statement, coversAction, eachDocument } from "../../_policy-document.ts";
import { IDENTITY_POLICY_TYPES, identityPolicies, isUnscoped } from "../_identity-policies.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-no-privilege-escalation",
  title: "Refuse known escalation combinations, such as creating policy versions or passing roles to compute.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The holder can become administrator.",
  fix: "Name the roles and policies that may be changed or passed, and cap the holder with a permissions boundary.",
  links: [
    awsDocs("Permissions boundaries", "IAM/latest/UserGuide/access_policies_boundaries.html"),
    awsDocs("Passing a role to a service", "IAM/latest/UserGuide/id_roles_use_passrole.html"),
  ],
  types: IDENTITY_POLICY_TYPES,
  check: (resource) =>
    eachDocument(resource, identityPolicies, (statements) => {
      const found = ESCALATIONS.find(
        ([unscoped, ...others]) =>
          isGranted(statements, unscoped, true) && others.every((action) => isGranted(statements, action, false)),
      );
      const [first] = statements;
      if (found === undefined || first === undefined) return [];
      return [
        first.property.fail(
          `The policy grants ${found.join(" with ")} on any resource, which makes its holder an administrator; name the resources`,
        ),
      ];
    }),
  examples: {
    pass: [
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: ["iam:PassRole", "lambda:CreateFunction"],
            Resource: "arn:aws:iam::111122223333:role/worker",
          }),
        },
      },
      {
        inputs: {
          policy: policyText({ Effect: "Allow", Action: ["lambda:CreateFunction", "ec2:RunInstances"], Resource: "*" }),
        },
      },
    ],
    fail: [
      {
        inputs: { policy: policyText({ Effect: "Allow", Action: "iam:CreatePolicyVersion", Resource: "*" }) },
        path: "/policy",
        message: "iam:createpolicyversion",
      },
      {
        name: "a combination over two statements",
        inputs: {
          policy: policyText(
            { Effect: "Allow", Action: "iam:Pass*", Resource: "arn:aws:iam::111122223333:role/*" },
            { Effect: "Allow", Action: "ec2:RunInstances", Resource: "*" },
          ),
        },
        path: "/policy",
        message: "iam:passrole with ec2:runinstances",
      },
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      {
        inputs: { policy: { Statement: [{ Effect: "Allow", Action: "iam:AttachRolePolicy", Resource: UNKNOWN }] } },
        path: "/policy/Statement/0/Resource",
      },
    ],
  },
});
/** Ways to become administrator: the first action on any resource, together with the others on some. */
const ESCALATIONS: readonly (readonly [string, ...string[]])[] = [
  ...[
    "createpolicyversion",
    "setdefaultpolicyversion",
    "attachuserpolicy",
    "attachgrouppolicy",
    "attachrolepolicy",
    "putuserpolicy",
    "putgrouppolicy",
    "putrolepolicy",
    "addusertogroup",
    "updateassumerolepolicy",
    "createaccesskey",
    "createloginprofile",
    "updateloginprofile",
  ].map((action) => [`iam:${action}`] as const),
  ["lambda:updatefunctioncode"],
  ...[
    "ec2:runinstances",
    "lambda:createfunction",
    "cloudformation:createstack",
    "codebuild:createproject",
    "ecs:registertaskdefinition",
    "ecs:runtask",
    "glue:createdevendpoint",
    "glue:createjob",
    "sagemaker:createnotebookinstance",
    "datapipeline:createpipeline",
    "states:createstatemachine",
  ].map((action) => ["iam:passrole", action] as const),
];

function isGranted(statements: readonly Statement[], action: string, unscoped: boolean): boolean {
  return some(statements, (statement) =>
    every(
      [() => coversAction(statement, action), () => statement.allows(), () => !unscoped || isUnscoped(statement)],
      (test) => test(),
    ),
  );
}
