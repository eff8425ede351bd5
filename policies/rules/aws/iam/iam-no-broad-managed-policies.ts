import { z } from "zod";
import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { attachedPolicies, managedPolicyName } from "../_identity-policies.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "iam-no-broad-managed-policies",
  title: "Refuse the managed policies that give full IAM, power-user, or shell-wide access.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "They allow privilege escalation by design.",
  fix: "Attach a policy that lists what the role does.",
  links: [
    securityHub("iam"),
    awsDocs("AWS managed policies", "IAM/latest/UserGuide/access_policies_managed-vs-inline.html"),
  ],
  types: [
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
    "aws:iam/role:Role",
  ],
  config: z.object({
    forbidden: z
      .array(z.string())
      .default([
        "IAMFullAccess",
        "PowerUserAccess",
        "AWSCloudShellFullAccess",
        "AmazonS3FullAccess",
        "SecretsManagerReadWrite",
      ])
      .describe("Names of AWS managed policies that may not be attached."),
  }),
  check: (resource, { config }) =>
    each(attachedPolicies(resource), (policy) => {
      const name = managedPolicyName(resource, policy);
      if (name === undefined || !config.forbidden.includes(name)) return [];
      return [policy.fail(`${name} allows far more than one role needs; attach a policy that lists what is needed`)];
    }),
  examples: {
    pass: [{ inputs: { role: "app", policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" } }],
    fail: [
      {
        name: "the whole list of a role",
        type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
        inputs: { roleName: "app", policyArns: [UNKNOWN, "arn:aws:iam::aws:policy/IAMFullAccess"] },
        path: "/policyArns/1",
        message: "IAMFullAccess allows",
      },
      {
        inputs: { role: "app", policyArn: "arn:aws:iam::aws:policy/PowerUserAccess" },
        path: "/policyArn",
        message: "PowerUserAccess allows",
      },
      {
        type: "aws:iam/role:Role",
        inputs: { managedPolicyArns: ["arn:aws:iam::aws:policy/IAMFullAccess"] },
        path: "/managedPolicyArns/0",
        message: "IAMFullAccess allows",
      },
    ],
    undecided: [{ inputs: { role: "app", policyArn: UNKNOWN }, path: "/policyArn" }],
  },
});
