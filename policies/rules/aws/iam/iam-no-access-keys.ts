import { defineRule } from "../../../rule.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "iam-no-access-keys",
  title: "Do not create access keys, above all not for root.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Static keys leak through state and repositories.",
  fix: "Remove the key; take a role through OIDC, Pod Identity or an instance profile.",
  links: [
    securityHub("iam"),
    awsDocs("Alternatives to long-term access keys", "IAM/latest/UserGuide/security-creds-programmatic-access.html"),
  ],
  types: ["aws:iam/accessKey:AccessKey"],
  check: (key) => [key.fail("The program creates an access key, which ends up in its state; take a role instead")],
  examples: {
    pass: [],
    fail: [{ inputs: { user: "deploy" }, path: "", message: "creates an access key" }],
    undecided: [],
  },
});
