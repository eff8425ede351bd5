import { defineRule } from "../../../rule.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-no-console-login-profile",
  title: "Do not create console passwords for users.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Passwords without enforced second factor are phished.",
  fix: "Remove the profile and let people sign in through IAM Identity Center.",
  links: [awsDocs("Best practices in IAM", "IAM/latest/UserGuide/best-practices.html")],
  types: ["aws:iam/userLoginProfile:UserLoginProfile"],
  check: (profile) => [
    profile.fail("The program creates a console password; let people sign in through IAM Identity Center"),
  ],
  examples: {
    pass: [],
    fail: [{ inputs: { user: "alice" }, path: "", message: "creates a console password" }],
    undecided: [],
  },
});
