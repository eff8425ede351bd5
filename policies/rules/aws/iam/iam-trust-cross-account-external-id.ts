import { policyText } from "../../../examples.ts";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { type Documents, type Statement, eachStatement } from "../../_policy-document.ts";
import { isBroadPattern } from "../../_public-access.ts";
import { isForeign, ownAccountsConfig } from "../_accounts.ts";
import { awsDocs } from "../_links.ts";

const PARTNER = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::444455556666:root" },
  Action: "sts:AssumeRole",
};

export default defineRule({
  id: "iam-trust-cross-account-external-id",
  title: "Require an external id or organisation condition when another account may assume a role.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Third parties can be tricked into using their access for others. An account that somebody wrote counts as another one unless the rule's settings list it.",
  fix: "Add a condition on sts:ExternalId or aws:PrincipalOrgID, or list the account in ownAccounts.",
  links: [
    awsDocs("Access for third parties", "IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html"),
    awsDocs("The confused deputy", "IAM/latest/UserGuide/confused-deputy.html"),
  ],
  types: ["aws:iam/role:Role"],
  config: ownAccountsConfig,
  check: (role, { config }) =>
    eachStatement(role, trustPolicy, (statement) => {
      const foreign = () =>
        statement.principals().some(({ kind, text }) => kind === "AWS" && isForeign(text, config.ownAccounts));
      if (!every([statement.allows, foreign, () => !isBound(statement)], (test) => test())) return [];
      return [
        statement.property.fail(
          `${statement.label} lets another account assume the role for anyone; add a condition on sts:ExternalId or aws:PrincipalOrgID`,
        ),
      ];
    }),
  examples: {
    pass: [
      {
        inputs: {
          assumeRolePolicy: policyText({ ...PARTNER, Condition: { StringEquals: { "sts:ExternalId": "b7c1d2" } } }),
        },
      },
      { inputs: { assumeRolePolicy: policyText(PARTNER) }, config: { ownAccounts: ["444455556666"] } },
      { inputs: { assumeRolePolicy: policyText({ ...PARTNER, Principal: { Service: "ec2.amazonaws.com" } }) } },
    ],
    fail: [
      { inputs: { assumeRolePolicy: policyText(PARTNER) }, path: "/assumeRolePolicy", message: "another account" },
      {
        inputs: {
          assumeRolePolicy: policyText(
            { ...PARTNER, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } },
            {
              ...PARTNER,
              Principal: { AWS: ["111122223333", "arn:aws:iam::777788889999:role/deploy"] },
              Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
            },
          ),
        },
        config: { ownAccounts: ["111122223333"] },
        path: "/assumeRolePolicy",
        message: "Statement 2 lets another account",
      },
    ],
    undecided: [
      { inputs: { assumeRolePolicy: UNKNOWN }, path: "/assumeRolePolicy" },
      {
        inputs: { assumeRolePolicy: { Statement: [{ ...PARTNER, Principal: { AWS: [UNKNOWN] } }] } },
        path: "/assumeRolePolicy/Statement/0/Principal/AWS/0",
      },
    ],
  },
});
const trustPolicy: Documents = (role) => [role.get("assumeRolePolicy")];
const BINDING = new Set(["sts:externalid", "aws:principalorgid", "aws:principalorgpaths"]);

function isBound(statement: Statement): boolean {
  return statement
    .conditions()
    .some(
      ({ operator, key, values }) =>
        BINDING.has(key) &&
        /^(?:foranyvalue:)?string(?:equals|like|equalsignorecase)$/.test(operator) &&
        values.length > 0 &&
        !values.some(isBroadPattern),
    );
}
