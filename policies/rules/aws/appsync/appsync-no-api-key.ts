import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "appsync-no-api-key",
  title: "Ask who calls a GraphQL API, not for a key that every client holds.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A key lies in each copy of the client, and says nothing of who calls.",
  fix: "Set authenticationType to AWS_IAM, AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT or AWS_LAMBDA.",
  links: [
    securityHub("appsync"),
    awsDocs("Authorisation of GraphQL APIs", "appsync/latest/devguide/security-authz.html"),
  ],
  types: ["aws:appsync/graphQLApi:GraphQLApi"],
  check: (api) =>
    api
      .get("authenticationType")
      .mustNotBe("API_KEY", "Whoever holds the key of a client may call the API; set another authenticationType"),
  examples: {
    pass: [{ inputs: { authenticationType: "AMAZON_COGNITO_USER_POOLS" } }],
    fail: [{ inputs: { authenticationType: "API_KEY" }, path: "/authenticationType", message: "holds the key" }],
    undecided: [{ inputs: { authenticationType: UNKNOWN }, path: "/authenticationType" }],
  },
});
