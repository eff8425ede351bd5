import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "backup-vault-no-force-destroy",
  title: "Do not allow destroying a vault with its recovery points.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A stack destroy must not take the backups.",
  fix: "Remove forceDestroy.",
  links: [awsDocs("Deleting a vault", "aws-backup/latest/devguide/create-a-vault.html")],
  types: ["aws:backup/vault:Vault"],
  check: (vault) =>
    vault.get("forceDestroy").mustNotBe(true, "A destroy takes the backups with it; remove forceDestroy"),
  remediate: (vault) => whenUnset(vault, "forceDestroy", false),
  examples: {
    pass: [{ inputs: { name: "shop" } }, { inputs: { forceDestroy: false } }],
    fail: [{ inputs: { forceDestroy: true }, path: "/forceDestroy", message: "takes the backups" }],
    undecided: [{ inputs: { forceDestroy: UNKNOWN }, path: "/forceDestroy" }],
  },
});
