import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { IDENTITY_POLICY_TYPES, grantsAny, isUnscoped, refuseAllowing } from "../_identity-policies.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "iam-no-credential-exposure",
  title: "Refuse unscoped rights to actions that return credentials or tokens.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "They turn read access into new identities.",
  fix: "Name the resources whose credentials may be asked for, or remove the action.",
  links: [awsDocs("Temporary credentials", "IAM/latest/UserGuide/id_credentials_temp.html")],
  types: IDENTITY_POLICY_TYPES,
  check: (resource) =>
    refuseAllowing(
      resource,
      [returnsCredentials, isUnscoped],
      "allows asking for credentials of any resource; name the resources",
    ),
  examples: {
    pass: [
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Resource: "arn:aws:iam::111122223333:role/reader",
          }),
        },
      },
      { inputs: { policy: policyText({ Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" }) } },
    ],
    fail: [
      {
        inputs: { policy: policyText({ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }) },
        path: "/policy",
        message: "asking for credentials",
      },
      {
        type: "aws:iam/role:Role",
        inputs: {
          inlinePolicies: [
            {
              name: "keys",
              policy: policyText({
                Effect: "Allow",
                Action: ["iam:CreateAccess*"],
                Resource: "arn:aws:iam::111122223333:user/*",
              }),
            },
          ],
        },
        path: "/inlinePolicies/0/policy",
        message: "asking for credentials",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const returnsCredentials = grantsAny([
  "sts:assumerole",
  "sts:assumerolewithwebidentity",
  "sts:assumerolewithsaml",
  "sts:getfederationtoken",
  "iam:createaccesskey",
  "iam:createloginprofile",
  "iam:updateloginprofile",
  "iam:resetservicespecificcredential",
  "iam:createservicespecificcredential",
  "rds-db:connect",
  "redshift:getclustercredentials",
  "sso:getrolecredentials",
  "cognito-identity:getcredentialsforidentity",
  "cognito-identity:getopenidtokenfordeveloperidentity",
  "lightsail:getinstanceaccessdetails",
  "codeartifact:getauthorizationtoken",
]);
