import { policyText } from "../../../examples.ts";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { type Condition, type Documents, eachStatement } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-irsa-subject-exact",
  title: "Bind each IRSA role to one namespace and one service account.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A wildcard subject shares the role with every pod.",
  fix: "Name one namespace and one service account in the sub condition, or use Pod Identity.",
  links: [awsDocs("IAM roles for service accounts", "eks/latest/userguide/associate-service-account-role.html")],
  types: ["aws:iam/role:Role"],
  check: (role) =>
    eachStatement(role, trustPolicy, (statement) => {
      const shared = every(
        [
          () => statement.allows(),
          () => statement.conditions().some((condition) => condition.key.endsWith(":sub") && isShared(condition)),
        ],
        (test) => test(),
      );
      return shared
        ? [
            statement.property.fail(
              `${statement.label} trusts more than one service account; name one namespace and one account`,
            ),
          ]
        : [];
    }),
  examples: {
    pass: [
      {
        inputs: {
          assumeRolePolicy: trust({
            StringEquals: { "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE:sub": "system:serviceaccount:shop:api" },
          }),
        },
      },
    ],
    fail: [
      {
        inputs: {
          assumeRolePolicy: trust({
            StringLike: { "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE:sub": "system:serviceaccount:shop:*" },
          }),
        },
        path: "/assumeRolePolicy",
        message: "more than one service account",
      },
      {
        inputs: {
          assumeRolePolicy: trust({
            StringLike: {
              "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE:sub": [
                "system:serviceaccount:shop:api",
                "system:serviceaccount:*:worker",
              ],
            },
          }),
        },
        path: "/assumeRolePolicy",
        message: "more than one service account",
      },
    ],
    undecided: [{ inputs: { assumeRolePolicy: UNKNOWN }, path: "/assumeRolePolicy" }],
  },
});
const trustPolicy: Documents = (role) => [role.get("assumeRolePolicy")];
const SERVICE_ACCOUNT = "system:serviceaccount:";
const WILDCARD = /[*?]/;

/** Several names, or a pattern: with StringEquals a wildcard is an ordinary character. */
function isShared({ operator, values }: Condition): boolean {
  const accounts = values.filter((value) => value.startsWith(SERVICE_ACCOUNT));
  return accounts.length > 1 || (operator.includes("like") && accounts.some((value) => WILDCARD.test(value)));
}

function trust(Condition: Value): string {
  const Principal = {
    Federated: "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE",
  };
  return policyText({ Effect: "Allow", Principal, Action: "sts:AssumeRoleWithWebIdentity", Condition });
}
