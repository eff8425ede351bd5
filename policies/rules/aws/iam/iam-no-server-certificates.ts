import { defineRule } from "../../../rule.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-no-server-certificates",
  title: "Use ACM instead of uploading certificates to IAM.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Uploaded certificates expire unnoticed.",
  fix: "Request the certificate from ACM, which renews it.",
  links: [awsDocs("Server certificates in IAM", "IAM/latest/UserGuide/id_credentials_server-certs.html")],
  types: ["aws:iam/serverCertificate:ServerCertificate"],
  check: (certificate) => [certificate.fail("The uploaded certificate expires unnoticed; request one from ACM")],
  examples: {
    pass: [],
    fail: [{ inputs: { name: "shop" }, path: "", message: "expires unnoticed" }],
    undecided: [],
  },
});
