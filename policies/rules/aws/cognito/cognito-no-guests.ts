import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cognito-no-guests",
  title: "Give AWS credentials to nobody who has not signed in.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "An identity pool that admits guests hands credentials of the account to anybody who asks.",
  fix: "Set allowUnauthenticatedIdentities to false.",
  links: [
    securityHub("cognito"),
    awsDocs("Guests of identity pools", "cognito/latest/developerguide/identity-pools.html"),
  ],
  types: ["aws:cognito/identityPool:IdentityPool"],
  check: (pool) =>
    pool
      .get("allowUnauthenticatedIdentities")
      .mustNotBe(true, "Guests get credentials of the account; set allowUnauthenticatedIdentities to false"),
  examples: {
    pass: [
      { inputs: { allowUnauthenticatedIdentities: false } },
      { name: "not set", inputs: { identityPoolName: "shop" } },
    ],
    fail: [
      {
        inputs: { allowUnauthenticatedIdentities: true },
        path: "/allowUnauthenticatedIdentities",
        message: "Guests get credentials",
      },
    ],
    undecided: [{ inputs: { allowUnauthenticatedIdentities: UNKNOWN }, path: "/allowUnauthenticatedIdentities" }],
  },
});
