import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ssm-document-not-public",
  title: "Do not share SSM documents with everyone.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A public document leaks operational detail and credentials.",
  fix: "Share the document with named accounts only.",
  links: [
    securityHub("ssm"),
    awsDocs("Sharing SSM documents", "systems-manager/latest/userguide/documents-ssm-sharing.html"),
  ],
  types: ["aws:ssm/document:Document"],
  check: (document) => {
    const accounts = document.get("permissions", "accountIds");
    const everyone = accounts
      .string()
      ?.split(",")
      .some((account) => account.trim().toLowerCase() === "all");
    return everyone === true ? [accounts.fail("The document is shared with every AWS account; name the accounts")] : [];
  },
  examples: {
    pass: [{ inputs: { content: "{}" } }, { inputs: { permissions: { type: "Share", accountIds: "111122223333" } } }],
    fail: [
      {
        inputs: { permissions: { type: "Share", accountIds: "All" } },
        path: "/permissions/accountIds",
        message: "every AWS account",
      },
    ],
    undecided: [{ inputs: { permissions: { type: "Share", accountIds: UNKNOWN } }, path: "/permissions/accountIds" }],
  },
});
