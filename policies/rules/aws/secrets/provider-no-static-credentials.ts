import { defineRule, each } from "../../../rule.ts";
import { Secret, UNKNOWN } from "../../../value.ts";

export default defineRule({
  id: "provider-no-static-credentials",
  title: "Do not configure static access keys on an explicit AWS provider.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Keys in program code or config end up in state and history.",
  fix: "Remove the keys; let the provider take a role from the environment, a profile or assumeRole.",
  links: [
    {
      title: "Pulumi: AWS provider configuration",
      url: "https://www.pulumi.com/registry/packages/aws/installation-configuration/",
    },
  ],
  types: ["pulumi:providers:aws"],
  check: (provider) =>
    each(["accessKey", "secretKey", "token"], (key) => {
      const input = provider.get(key);
      // Even a key that is not known yet is a static key.
      if (!input.isUnknown && !input.isSet) return [];
      return [input.fail(`The provider has a static ${key}; remove it and assume a role instead`)];
    }),
  examples: {
    pass: [
      { inputs: { region: "eu-central-1" } },
      { inputs: { assumeRoles: [{ roleArn: "arn:aws:iam::111122223333:role/deploy" }] } },
    ],
    fail: [
      { inputs: { accessKey: "not-a-real-key" }, path: "/accessKey", message: "static accessKey" },
      { inputs: { secretKey: new Secret(UNKNOWN) }, path: "/secretKey", message: "static secretKey" },
    ],
    undecided: [],
  },
});
