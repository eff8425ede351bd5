import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "efs-encrypted",
  title: "Encrypt file systems at rest.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Files and their backups stay readable otherwise, and it cannot be turned on later.",
  fix: "Set encrypted to true. A change replaces the file system.",
  links: [securityHub("efs"), awsDocs("Encrypting data in EFS", "efs/latest/ug/encryption.html")],
  types: ["aws:efs/fileSystem:FileSystem"],
  check: (resource) =>
    resource.get("encrypted").mustBe(true, "The file system is not encrypted; set encrypted to true"),
  suggest: (resource) => whenUnset(resource, "encrypted", true),
  examples: {
    pass: [{ inputs: { creationToken: "media", encrypted: true } }],
    fail: [
      { name: "not set", inputs: { creationToken: "media" }, path: "/encrypted", message: "system is not encrypted" },
      { inputs: { creationToken: "media", encrypted: false }, path: "/encrypted", message: "system is not encrypted" },
    ],
    undecided: [{ inputs: { creationToken: "media", encrypted: UNKNOWN }, path: "/encrypted" }],
  },
});
