import { policyText } from "../../../examples.ts";
import { defineRule, each, every } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { type Documents, type Statement, coversAction, eachStatement } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-oidc-trust-conditions",
  title: "Bind web-identity trust to exact audience and subject values, with no leading wildcard.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Any job or pod of the provider could assume the role.",
  fix: "Add StringEquals conditions on the provider's aud and sub claims.",
  links: [awsDocs("Roles for OIDC federation", "IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html")],
  types: ["aws:iam/role:Role"],
  check: (role) =>
    eachStatement(role, trustPolicy, (statement) => {
      const federated = every([() => statement.allows(), () => coversAction(statement, WEB_IDENTITY)], (test) =>
        test(),
      );
      if (!federated) return [];
      return each(["aud", "sub"], (claim) =>
        isBound(statement, claim)
          ? []
          : [
              statement.property.fail(
                `${statement.label} trusts every ${claim} of the identity provider; bind the ${claim} claim to exact values`,
              ),
            ],
      );
    }),
  examples: {
    pass: [
      {
        inputs: {
          assumeRolePolicy: trust({
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": "repo:acme/shop:environment:prod",
            },
          }),
        },
      },
      {
        inputs: {
          assumeRolePolicy: trust({
            StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
            StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/shop:*" },
          }),
        },
      },
      {
        name: "the users of an identity pool",
        inputs: {
          assumeRolePolicy: policyText({
            Effect: "Allow",
            Principal: { Federated: "cognito-identity.amazonaws.com" },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEqualsIgnoreCase: { "cognito-identity.amazonaws.com:aud": "eu-central-1:0123-4567" },
              "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
            },
          }),
        },
      },
      {
        name: "no web identity",
        inputs: {
          assumeRolePolicy: policyText({
            Effect: "Allow",
            Principal: { Service: "ec2.amazonaws.com" },
            Action: "sts:AssumeRole",
          }),
        },
      },
    ],
    fail: [
      {
        inputs: {
          assumeRolePolicy: trust({ StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }),
        },
        path: "/assumeRolePolicy",
        message: "trusts every sub",
      },
      {
        inputs: {
          assumeRolePolicy: trust({
            StringLike: {
              "token.actions.githubusercontent.com:aud": "*",
              "token.actions.githubusercontent.com:sub": "repo:acme/shop:*",
            },
          }),
        },
        path: "/assumeRolePolicy",
        message: "trusts every aud",
      },
      {
        inputs: {
          assumeRolePolicy: trust({
            StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
            StringLike: { "token.actions.githubusercontent.com:sub": "repo:*" },
          }),
        },
        path: "/assumeRolePolicy",
        message: "trusts every sub",
      },
    ],
    undecided: [{ inputs: { assumeRolePolicy: UNKNOWN }, path: "/assumeRolePolicy" }],
  },
});
const WEB_IDENTITY = "sts:assumerolewithwebidentity";
const trustPolicy: Documents = (role) => [role.get("assumeRolePolicy")];
const OPERATORS = new Set(
  ["stringequals", "stringequalsignorecase", "stringlike"].flatMap((one) => [one, `foranyvalue:${one}`]),
);
/** An identity pool names its users only as they sign in: a role is for those who did, or for guests. */
const IDENTITY_POOL_USERS = "cognito-identity.amazonaws.com:amr";
/** A wildcard at the start, or right behind the first word, as in `repo:*`. */
const OPEN_CLAIM = /^(?:[^:]*:)?[*?]/;

function isBound(statement: Statement, claim: string): boolean {
  return statement
    .conditions()
    .some(
      ({ operator, key, values }) =>
        OPERATORS.has(operator) &&
        (key.endsWith(`:${claim}`) || (claim === "sub" && key === IDENTITY_POOL_USERS)) &&
        values.length > 0 &&
        !values.some((value) => OPEN_CLAIM.test(value)),
    );
}

function trust(Condition: Value): string {
  const Principal = { Federated: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" };
  return policyText({ Effect: "Allow", Principal, Action: "sts:AssumeRoleWithWebIdentity", Condition });
}
