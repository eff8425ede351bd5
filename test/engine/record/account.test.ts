import { expect, test } from "vitest";
import { accountOf } from "../../../engine/record/account.ts";
import { Secret, UNKNOWN } from "../../../policies/value.ts";

const role = (account: string): string => `arn:aws:iam::${account}:role/deploy`;

test.each([
  ["nothing that tells it", {}, undefined],
  ["the only account allowed", { allowedAccountIds: ["111122223333"] }, "111122223333"],
  ["a list as the SDK and the configuration write it", { allowedAccountIds: '["111122223333"]' }, "111122223333"],
  ["two accounts, either of which it may be", { allowedAccountIds: ["111122223333", "444455556666"] }, undefined],
  [
    "the role assumed last",
    { assumeRoles: [{ roleArn: role("1".repeat(12)) }, { roleArn: role("2".repeat(12)) }] },
    "222222222222",
  ],
  [
    "a role before what is allowed",
    { allowedAccountIds: ["111122223333"], assumeRoles: `[{"roleArn":"${role("444455556666")}"}]` },
    "444455556666",
  ],
  [
    "a role of China's partition",
    { assumeRoles: [{ roleArn: "arn:aws-cn:iam::111122223333:role/path/deploy" }] },
    "111122223333",
  ],
  ["a role by a web identity", { assumeRoleWithWebIdentity: { roleArn: role("111122223333") } }, "111122223333"],
  ["an unknown role", { assumeRoles: [{ roleArn: UNKNOWN }], allowedAccountIds: ["111122223333"] }, "111122223333"],
  ["secrets", { assumeRoles: new Secret([{ roleArn: role("111122223333") }]) }, undefined],
  ["texts that are no JSON and no account", { assumeRoles: "[", allowedAccountIds: '["prod"]' }, undefined],
])("tells the account by %s", (_, inputs, account) => {
  expect(accountOf(inputs)).toBe(account);
});
