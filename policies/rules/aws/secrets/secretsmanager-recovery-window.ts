import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "secretsmanager-recovery-window",
  title: "Keep a recovery window on secrets and never force immediate deletion.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A zero window makes a mistaken destroy irreversible. Where it is not set, the provider asks for thirty days.",
  fix: "Leave recoveryWindowInDays out, or set it to 7 or more.",
  links: [awsDocs("Deleting a secret", "secretsmanager/latest/userguide/manage_delete-secret.html")],
  types: ["aws:secretsmanager/secret:Secret"],
  config: z.object({ minDays: z.number().int().default(7).describe("Shortest recovery window in days.") }),
  check: (secret, { config }) => {
    const window = secret.get("recoveryWindowInDays");
    return (window.number() ?? 30) >= config.minDays
      ? []
      : [window.fail(`A deleted secret cannot be restored; set recoveryWindowInDays to ${config.minDays} or more`)];
  },
  remediate: (secret) => whenUnset(secret, "recoveryWindowInDays", 30),
  examples: {
    pass: [{ name: "not set", inputs: {} }, { inputs: { recoveryWindowInDays: 7 } }],
    fail: [{ inputs: { recoveryWindowInDays: 0 }, path: "/recoveryWindowInDays", message: "cannot be restored" }],
    undecided: [{ inputs: { recoveryWindowInDays: UNKNOWN }, path: "/recoveryWindowInDays" }],
  },
});
