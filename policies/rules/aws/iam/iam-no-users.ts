import { defineRule } from "../../../rule.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-no-users",
  title: "Do not create IAM users; use federation or roles.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Users carry long-lived credentials.",
  fix: "Let people sign in through IAM Identity Center and workloads take roles.",
  links: [awsDocs("Best practices in IAM", "IAM/latest/UserGuide/best-practices.html")],
  types: ["aws:iam/user:User"],
  check: (user) => [
    user.fail("The program creates an IAM user, whose credentials live long; use a role or federation"),
  ],
  examples: {
    pass: [],
    fail: [{ inputs: { name: "deploy" }, path: "", message: "creates an IAM user" }],
    undecided: [],
  },
});
