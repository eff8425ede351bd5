import { z } from "zod";
import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cognito-password-policy",
  title: "Ask for strong passwords in user pools.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Weak passwords are guessed.",
  fix: "Set passwordPolicy with a minimumLength of 8 or more and all four kinds of characters, or leave it out.",
  links: [
    securityHub("cognito"),
    awsDocs("Passwords of user pools", "cognito/latest/developerguide/managing-users-passwords.html"),
  ],
  types: ["aws:cognito/userPool:UserPool"],
  config: z.object({
    minLength: z.number().int().min(1).default(8).describe("How many characters a password has at least."),
  }),
  check: (pool, { config }) => {
    const policy = pool.get("passwordPolicy");
    // Without one Cognito asks for eight characters of all four kinds.
    if (!policy.isSet) return [];
    const length = policy.get("minimumLength");
    return all(
      () =>
        (length.number() ?? 0) >= config.minLength
          ? []
          : [length.fail(`Short passwords are accepted; set minimumLength to ${config.minLength} or more`)],
      ...KINDS.map(
        (kind) => () =>
          policy.get(kind).mustBe(true, `Passwords of few kinds of characters are accepted; set ${kind} to true`),
      ),
    );
  },
  examples: {
    pass: [
      { name: "not set: the default is as strong", inputs: { name: "shop" } },
      {
        inputs: {
          passwordPolicy: {
            minimumLength: 14,
            requireLowercase: true,
            requireUppercase: true,
            requireNumbers: true,
            requireSymbols: true,
          },
        },
      },
    ],
    fail: [
      {
        name: "short",
        inputs: {
          passwordPolicy: {
            minimumLength: 6,
            requireLowercase: true,
            requireUppercase: true,
            requireNumbers: true,
            requireSymbols: true,
          },
        },
        path: "/passwordPolicy/minimumLength",
        message: "Short passwords",
      },
      {
        name: "the rest not set",
        inputs: { passwordPolicy: { minimumLength: 14 } },
        path: "/passwordPolicy/requireSymbols",
        message: "few kinds",
      },
    ],
    undecided: [
      { inputs: { passwordPolicy: UNKNOWN }, path: "/passwordPolicy" },
      {
        inputs: {
          passwordPolicy: {
            minimumLength: UNKNOWN,
            requireLowercase: true,
            requireUppercase: true,
            requireNumbers: true,
            requireSymbols: true,
          },
        },
        path: "/passwordPolicy/minimumLength",
      },
    ],
  },
});
const KINDS = ["requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"];
