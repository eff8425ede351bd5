import { ALWAYS, AWS, COMPUTED, NAMED, type StatefulKinds } from "./kind.ts";

/** Keys, secrets and people. */
export const IDENTITY: StatefulKinds = {
  // kms/key.go
  "aws:kms/key:Key": {
    name: "KMS key",
    holds: "all that is encrypted by it, once its waiting time is over",
    replacing: {
      ...AWS,
      customKeyStoreId: ALWAYS,
      customerMasterKeySpec: { default: "SYMMETRIC_DEFAULT" },
      keyUsage: { default: "ENCRYPT_DECRYPT" },
      multiRegion: COMPUTED,
      xksKeyId: ALWAYS,
    },
  },
  // secretsmanager/secret.go
  "aws:secretsmanager/secret:Secret": {
    name: "Secrets Manager secret",
    holds: "its values, once its recovery window is over",
    replacing: { ...AWS, name: NAMED, namePrefix: COMPUTED },
  },
  // cognitoidp/user_pool.go; its name changes in place, and what it knows of a person only grows.
  "aws:cognito/userPool:UserPool": {
    name: "Cognito user pool",
    holds: "its users and their passwords",
    guard: { input: "deletionProtection", value: "ACTIVE" },
    replacing: {
      ...AWS,
      aliasAttributes: ALWAYS,
      usernameAttributes: ALWAYS,
      "usernameConfiguration.caseSensitive": ALWAYS,
    },
  },
};
