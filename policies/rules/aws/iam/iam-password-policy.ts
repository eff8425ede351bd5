import { z } from "zod";
import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

const KINDS = ["requireLowercaseCharacters", "requireUppercaseCharacters", "requireNumbers", "requireSymbols"] as const;
const STRONG = {
  minimumPasswordLength: 14,
  requireLowercaseCharacters: true,
  requireUppercaseCharacters: true,
  requireNumbers: true,
  requireSymbols: true,
  passwordReusePrevention: 24,
  maxPasswordAge: 90,
};

export default defineRule({
  id: "iam-password-policy",
  title: "Set an account password policy with length 14 or more, all character classes, reuse prevention and expiry.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "It blocks guessable and recycled passwords.",
  fix: "Ask for 14 characters of all four kinds, 24 remembered passwords and expiry within 90 days.",
  links: [
    securityHub("iam"),
    awsDocs("Account password policy", "IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"),
  ],
  types: ["aws:iam/accountPasswordPolicy:AccountPasswordPolicy"],
  config: z.object({
    minLength: z.number().int().min(8).max(128).default(14).describe("Shortest password."),
    reuse: z.number().int().min(1).max(24).default(24).describe("How many earlier passwords are refused."),
    maxAge: z.number().int().min(1).default(90).describe("Days after which a password expires."),
  }),
  check: (policy, { config }) =>
    all(
      () =>
        each(KINDS, (kind) =>
          policy.get(kind).mustBe(true, `Passwords need not hold every kind of character; set ${kind} to true`),
        ),
      () => atLeast(policy.get("minimumPasswordLength"), config.minLength, "Passwords may be too short"),
      () => atLeast(policy.get("passwordReusePrevention"), config.reuse, "Old passwords may be used again too soon"),
      () => {
        const age = policy.get("maxPasswordAge");
        const days = age.number() ?? 0;
        return days > 0 && days <= config.maxAge
          ? []
          : [age.fail(`Passwords live too long; set maxPasswordAge to ${config.maxAge} days or less`)];
      },
    ),
  remediate: (policy) => [
    ...KINDS.flatMap((kind) => whenUnset(policy, kind, true)),
    ...whenUnset(policy, "minimumPasswordLength", 14),
    ...whenUnset(policy, "passwordReusePrevention", 24),
    ...whenUnset(policy, "maxPasswordAge", 90),
  ],
  examples: {
    pass: [{ inputs: STRONG }],
    fail: [
      { name: "not set", inputs: {}, path: "/minimumPasswordLength", message: "too short" },
      { inputs: { ...STRONG, requireSymbols: false }, path: "/requireSymbols", message: "set requireSymbols" },
      { inputs: { ...STRONG, maxPasswordAge: 365 }, path: "/maxPasswordAge", message: "live too long" },
    ],
    undecided: [
      { inputs: { ...STRONG, passwordReusePrevention: UNKNOWN }, path: "/passwordReusePrevention" },
      { inputs: { ...STRONG, minimumPasswordLength: UNKNOWN }, path: "/minimumPasswordLength" },
    ],
  },
});
function atLeast(property: Property, minimum: number, fact: string): Issue[] {
  return (property.number() ?? 0) >= minimum
    ? []
    : [property.fail(`${fact}; set ${property.key} to ${minimum} or more`)];
}
