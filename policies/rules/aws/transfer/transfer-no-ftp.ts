import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "transfer-no-ftp",
  title: "Transfer files by SFTP, FTPS or AS2, never by FTP.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "FTP sends passwords and files in the clear.",
  fix: "Take FTP out of protocols.",
  links: [
    securityHub("transfer"),
    awsDocs("Protocols of servers", "transfer/latest/userguide/tf-server-endpoint.html"),
  ],
  types: ["aws:transfer/server:Server"],
  check: (server) =>
    each(server.get("protocols").items(), (protocol) =>
      protocol.mustNotBe("FTP", "FTP sends passwords and files in the clear; take it out of protocols"),
    ),
  examples: {
    pass: [{ inputs: { protocols: ["SFTP"] } }, { name: "not set: SFTP", inputs: { domain: "S3" } }],
    fail: [{ inputs: { protocols: ["SFTP", "FTP"] }, path: "/protocols/1", message: "in the clear" }],
    undecided: [
      { inputs: { protocols: UNKNOWN }, path: "/protocols" },
      { inputs: { protocols: ["SFTP", UNKNOWN] }, path: "/protocols/1" },
    ],
  },
});
