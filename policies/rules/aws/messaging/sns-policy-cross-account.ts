import { policyText } from "../../../examples.ts";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { type Documents, eachStatement } from "../../_policy-document.ts";
import { isNarrowed } from "../../_public-access.ts";
import { isForeign, ownAccountsConfig } from "../_accounts.ts";
import { awsDocs } from "../_links.ts";

const FOREIGN = {
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::444455556666:root"] },
  Action: "sns:Publish",
  Resource: "*",
};

export default defineRule({
  id: "sns-policy-cross-account",
  title: "Refuse topic policies for other accounts without a condition.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Foreign accounts drain or flood the topic. An account that somebody wrote counts as another one unless the rule's settings list it.",
  fix: "Add a condition such as aws:PrincipalOrgID or aws:PrincipalArn, or list the account in ownAccounts.",
  links: [awsDocs("Access policies of topics", "sns/latest/dg/sns-access-policy-use-cases.html")],
  types: ["aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"],
  config: ownAccountsConfig,
  check: (topic, { config }) =>
    eachStatement(topic, topicPolicy, (statement) => {
      const foreign = () =>
        statement.principals().some(({ kind, text }) => kind === "AWS" && isForeign(text, config.ownAccounts));
      if (!every([statement.allows, foreign, () => !isNarrowed(statement)], (test) => test())) return [];
      return [
        statement.property.fail(
          `${statement.label} lets another account use the topic; add a condition on its organisation or role`,
        ),
      ];
    }),
  examples: {
    pass: [
      { name: "not set", inputs: { name: "alerts" } },
      {
        inputs: {
          policy: policyText({ ...FOREIGN, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }),
        },
      },
      {
        type: "aws:sns/topicPolicy:TopicPolicy",
        inputs: { policy: policyText(FOREIGN) },
        config: { ownAccounts: ["444455556666"] },
      },
    ],
    fail: [
      { inputs: { policy: policyText(FOREIGN) }, path: "/policy", message: "another account" },
      {
        type: "aws:sns/topicPolicy:TopicPolicy",
        inputs: {
          policy: policyText(
            { ...FOREIGN, Principal: { AWS: "111122223333" } },
            { ...FOREIGN, Principal: { AWS: ["111122223333", "444455556666"] } },
          ),
        },
        config: { ownAccounts: ["111122223333"] },
        path: "/policy",
        message: "Statement 2 lets another account",
      },
    ],
    undecided: [{ type: "aws:sns/topicPolicy:TopicPolicy", inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const topicPolicy: Documents = (topic) => [topic.get("policy")];
