import { ref } from "../../../examples.ts";
import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "secretsmanager-cmk",
  title: "Encrypt secrets with a customer key instead of the account default.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "A customer key gives its own policy, audit trail and revocation.",
  fix: "Set kmsKeyId to a customer key, for the secret and for each replica.",
  links: [
    securityHub("secretsmanager"),
    awsDocs("Encryption in Secrets Manager", "secretsmanager/latest/userguide/security-encryption.html"),
  ],
  types: ["aws:secretsmanager/secret:Secret"],
  check: (secret) =>
    each([secret.inputs, ...secret.get("replicas").items()], (place) => {
      const key = place.get("kmsKeyId");
      if (isCustomerKey(secret, key)) return [];
      return [key.fail("The secret is encrypted with the account's default key; set kmsKeyId to a customer key")];
    }),
  examples: {
    pass: [
      { inputs: { kmsKeyId: "arn:aws:kms:eu-central-1:111122223333:key/1234" } },
      {
        name: "a key of the same program",
        inputs: { kmsKeyId: ref("key", "arn") },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { description: "signing key" }, path: "/kmsKeyId", message: "default key" },
      { inputs: { kmsKeyId: "alias/aws/secretsmanager" }, path: "/kmsKeyId", message: "default key" },
      {
        name: "a replica",
        inputs: { kmsKeyId: "alias/secrets", replicas: [{ region: "eu-west-1" }] },
        path: "/replicas/0/kmsKeyId",
        message: "default key",
      },
    ],
    undecided: [{ inputs: { kmsKeyId: UNKNOWN }, path: "/kmsKeyId" }],
  },
});
