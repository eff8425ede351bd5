import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "iam-no-policies-on-users",
  title: "Attach policies to groups or roles, not to users.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Per-user grants pile up and are never removed.",
  fix: "Attach the policy to a group or a role.",
  links: [securityHub("iam"), awsDocs("Best practices in IAM", "IAM/latest/UserGuide/best-practices.html")],
  types: [
    "aws:iam/userPolicy:UserPolicy",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
  ],
  check: (resource) => {
    const list = LISTS[resource.type];
    if (list === undefined) return [resource.fail(MESSAGE)];
    const attached = resource.get(list);
    return attached.items().length > 0 ? [attached.fail(MESSAGE)] : [];
  },
  examples: {
    pass: [
      { type: "aws:iam/policyAttachment:PolicyAttachment", inputs: { roles: ["app"], policyArn: UNKNOWN } },
      {
        name: "a user who is to have none",
        type: "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
        inputs: { userName: "alice", policyArns: [] },
      },
    ],
    fail: [
      { inputs: { user: "alice", policy: "{}" }, path: "", message: "attached to a user" },
      {
        type: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        inputs: { user: "alice" },
        path: "",
        message: "attached to a user",
      },
      {
        type: "aws:iam/policyAttachment:PolicyAttachment",
        inputs: { users: ["alice"] },
        path: "/users",
        message: "attached to a user",
      },
      {
        type: "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
        inputs: { userName: "alice", policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
        path: "/policyArns",
        message: "attached to a user",
      },
    ],
    undecided: [{ type: "aws:iam/policyAttachment:PolicyAttachment", inputs: { users: UNKNOWN }, path: "/users" }],
  },
});
/** Where a resource lists users, or policies of one: an empty list attaches nothing. */
const LISTS: Readonly<Record<string, string>> = {
  "aws:iam/policyAttachment:PolicyAttachment": "users",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
};
const MESSAGE = "A policy is attached to a user; attach it to a group or a role";
