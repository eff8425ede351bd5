import { defineRule, each } from "../../../rule.ts";
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
  check: (document) =>
    each(ACCOUNT_LISTS, (key) => {
      const accounts = document.get("permissions", key);
      const everyone = accounts
        .string()
        ?.split(",")
        .some((account) => account.trim().toLowerCase() === "all");
      return everyone === true
        ? [accounts.fail("The document is shared with every AWS account; name the accounts")]
        : [];
    }),
  examples: {
    pass: [{ inputs: { content: "{}" } }, { inputs: { permissions: { type: "Share", accountIds: "111122223333" } } }],
    fail: [
      {
        inputs: { permissions: { type: "Share", account_ids: "111122223333,all" } },
        path: "/permissions/account_ids",
        message: "every AWS account",
      },
      {
        inputs: { permissions: { type: "Share", accountIds: "All" } },
        path: "/permissions/accountIds",
        message: "every AWS account",
      },
    ],
    undecided: [
      { inputs: { permissions: { type: "Share", accountIds: UNKNOWN } }, path: "/permissions/accountIds" },
      { inputs: { permissions: { type: "Share", account_ids: UNKNOWN } }, path: "/permissions/account_ids" },
    ],
  },
});
/** Keys of a map reach the provider as they are, and it reads the second; the first is how the rest of the SDK spells it. */
const ACCOUNT_LISTS = ["accountIds", "account_ids"];
