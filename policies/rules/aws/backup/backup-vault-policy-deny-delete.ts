import { policyText, ref } from "../../../examples.ts";
import type { Resource } from "../../../resource.ts";
import { defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { coversAction, statementsOf } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

const DELETE = "backup:DeleteRecoveryPoint";
const deny = (...Action: string[]) => policyText({ Effect: "Deny", Principal: "*", Action, Resource: "*" });
const VAULT_POLICY = "aws:backup/vaultPolicy:VaultPolicy";

export default defineRule({
  id: "backup-vault-policy-deny-delete",
  title: "Deny deletion of recovery points and changes of the vault policy.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "It stops a stolen operator role.",
  fix: "Add an aws.backup.VaultPolicy that denies everyone but a break-glass role backup:DeleteRecoveryPoint, backup:UpdateRecoveryPointLifecycle and backup:PutBackupVaultAccessPolicy.",
  links: [awsDocs("Vault access policies", "aws-backup/latest/devguide/create-a-vault-access-policy.html")],
  types: ["aws:backup/vault:Vault"],
  check: (vault, { stack }) => {
    const policies = stack.ofType(VAULT_POLICY);
    const missing = GUARDED.filter(
      (action) =>
        !some(policies, (policy) =>
          every(
            [
              () => stack.refersTo(policy, policy.get("backupVaultName"), vault),
              () => denies(policy, action.toLowerCase()),
            ],
            (test) => test(),
          ),
        ),
    );
    return missing.length === 0
      ? []
      : [vault.fail(`An operator may empty the vault; deny ${missing.join(" and ")} in a vault policy`)];
  },
  examples: {
    pass: [{ inputs: { name: "shop" }, stack: [policy(deny(DELETE, "backup:PutBackupVaultAccessPolicy"))] }],
    fail: [
      { name: "no policy", inputs: { name: "shop" }, path: "", message: "may empty the vault" },
      {
        inputs: { name: "shop" },
        stack: [policy(deny(DELETE))],
        path: "",
        message: "deny backup:PutBackupVaultAccessPolicy in",
      },
      {
        name: "for one role only",
        inputs: { name: "shop" },
        stack: [
          policy(
            policyText({
              Effect: "Deny",
              Principal: { AWS: "arn:aws:iam::111122223333:role/app" },
              Action: "backup:*",
              Resource: "*",
            }),
          ),
        ],
        path: "",
        message: "may empty the vault",
      },
    ],
    undecided: [{ inputs: { name: "shop" }, stack: [policy(UNKNOWN)], path: "/policy" }],
  },
});
const GUARDED = [DELETE, "backup:PutBackupVaultAccessPolicy"];

/** Conditions are accepted: they except the roles of an emergency. */
function denies(policy: Resource, action: string): boolean {
  return some(statementsOf(policy.get("policy")), (statement) =>
    every(
      [
        () => !statement.allows(),
        () => statement.hasNotPrincipal() || statement.principals().some(({ text }) => text === "*"),
        () => coversAction(statement, action),
      ],
      (test) => test(),
    ),
  );
}

function policy(text: Value) {
  return { type: VAULT_POLICY, name: "policy", inputs: { backupVaultName: ref("subject", "name"), policy: text } };
}
