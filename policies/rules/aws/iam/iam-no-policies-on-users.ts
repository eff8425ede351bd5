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
  ],
  check: (resource) => {
    if (resource.type !== "aws:iam/policyAttachment:PolicyAttachment") return [resource.fail(MESSAGE)];
    const users = resource.get("users");
    return users.items().length > 0 ? [users.fail(MESSAGE)] : [];
  },
  examples: {
    pass: [{ type: "aws:iam/policyAttachment:PolicyAttachment", inputs: { roles: ["app"], policyArn: UNKNOWN } }],
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
    ],
    undecided: [{ type: "aws:iam/policyAttachment:PolicyAttachment", inputs: { users: UNKNOWN }, path: "/users" }],
  },
});
const MESSAGE = "A policy is attached to a user; attach it to a group or a role";
