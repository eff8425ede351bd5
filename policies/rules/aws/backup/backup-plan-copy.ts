import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "backup-plan-copy",
  title: "Copy recovery points to another Region or account.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A lost account or Region must not lose the backups. One rule of a plan that copies is enough; where the other vault is, a plan does not tell for vaults of the same program.",
  fix: "Add copyActions with the ARN of a vault in another Region or account.",
  links: [
    awsDocs("Copies across Regions", "aws-backup/latest/devguide/cross-region-backup.html"),
    awsDocs("Copies across accounts", "aws-backup/latest/devguide/create-cross-account-backup.html"),
  ],
  types: ["aws:backup/plan:Plan"],
  check: (plan, { tier }) => {
    // What a test environment holds can be made again.
    if (tier === "nonprod") return NOT_APPLICABLE;
    const rules = plan.get("rules");
    const copies = some(rules.items(), (rule) => {
      const actions = rule.get("copyActions");
      if (actions.isUnknown) return isGiven(plan, actions);
      return some(actions.items(), (copy) => isGiven(plan, copy.get("destinationVaultArn")));
    });
    return copies
      ? []
      : [rules.fail("The backups stay beside what they back up; copy them to a vault in another Region or account")];
  },
  examples: {
    pass: [
      {
        inputs: { rules: [{ ruleName: "hourly" }, { copyActions: [{ destinationVaultArn: ref("copies", "arn") }] }] },
        stack: [{ type: "aws:backup/vault:Vault", name: "copies", inputs: { region: "eu-west-1" } }],
      },
    ],
    fail: [
      { name: "not set", inputs: { rules: [{ ruleName: "daily" }] }, path: "/rules", message: "stay beside" },
      { inputs: { rules: [{ copyActions: [] }, { copyActions: [{}] }] }, path: "/rules", message: "stay beside" },
    ],
    undecided: [
      { inputs: { rules: UNKNOWN }, path: "/rules" },
      { inputs: { rules: [{ copyActions: UNKNOWN }] }, path: "/rules/0/copyActions" },
    ],
  },
});
