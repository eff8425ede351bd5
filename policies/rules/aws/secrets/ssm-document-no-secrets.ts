import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { credentialIn } from "../../_secrets.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "ssm-document-no-secrets",
  title: "Keep credentials out of SSM document bodies.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Documents are readable by many principals.",
  fix: "Read the credential at run time from Secrets Manager or a SecureString parameter.",
  links: [awsDocs("SSM documents", "systems-manager/latest/userguide/documents.html")],
  types: ["aws:ssm/document:Document"],
  check: (document) => {
    const content = document.get("content");
    const found = credentialIn(content.string() ?? "");
    return found === undefined
      ? []
      : [content.fail(`The document holds ${found}; read it at run time from Secrets Manager`)];
  },
  examples: {
    pass: [{ inputs: { content: '{"schemaVersion":"2.2","mainSteps":[]}' } }],
    fail: [
      {
        inputs: { content: '{"parameters":{"key":"AKIAIOSFODNN7EXAMPLE"}}' },
        path: "/content",
        message: "holds an AWS access key",
      },
    ],
    undecided: [{ inputs: { content: UNKNOWN }, path: "/content" }],
  },
});
