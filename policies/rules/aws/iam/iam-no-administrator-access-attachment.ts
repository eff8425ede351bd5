import { ref } from "../../../examples.ts";
import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { attachedPolicies, managedPolicyName } from "../_identity-policies.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "iam-no-administrator-access-attachment",
  title: "Refuse attaching the AdministratorAccess managed policy.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Workload roles never need it.",
  fix: "Attach a policy that lists what the role does.",
  links: [
    securityHub("iam"),
    awsDocs("AdministratorAccess", "aws-managed-policy/latest/reference/AdministratorAccess.html"),
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
  check: (resource) =>
    each(attachedPolicies(resource), (policy) =>
      managedPolicyName(resource, policy) === "AdministratorAccess"
        ? [policy.fail("AdministratorAccess is attached; attach a policy that lists what is needed")]
        : [],
    ),
  examples: {
    pass: [
      { inputs: { role: "app", policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" } },
      {
        name: "a policy of the program",
        inputs: { role: "app", policyArn: ref("policy", "arn") },
        stack: [{ type: "aws:iam/policy:Policy", name: "policy", inputs: {} }],
      },
      { type: "aws:iam/role:Role", inputs: {} },
    ],
    fail: [
      {
        name: "the whole list of a role",
        type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
        inputs: { roleName: "app", policyArns: [UNKNOWN, "arn:aws:iam::aws:policy/AdministratorAccess"] },
        path: "/policyArns/1",
        message: "AdministratorAccess is attached",
      },
      {
        inputs: { role: "app", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
        path: "/policyArn",
        message: "AdministratorAccess is attached",
      },
      {
        type: "aws:iam/role:Role",
        inputs: { managedPolicyArns: [UNKNOWN, "arn:aws:iam::aws:policy/AdministratorAccess"] },
        path: "/managedPolicyArns/1",
        message: "AdministratorAccess",
      },
    ],
    undecided: [{ inputs: { role: "app", policyArn: UNKNOWN }, path: "/policyArn" }],
  },
});
