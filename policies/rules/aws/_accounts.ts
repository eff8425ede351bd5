import { z } from "zod";
import { isSimulatedText } from "../../value.ts";

const ACCOUNT = /^(?:arn:[a-z-]+:(?:iam|sts)::)?(\d{12})(?::|$)/;

/** The setting of rules that tell one's own accounts from those of others. */
export const ownAccountsConfig = z.object({
  ownAccounts: z.array(z.string()).default([]).describe("Account ids that count as one's own."),
});

/** Whether a principal is of another account. A role of the program has a placeholder for an ARN; only accounts that people wrote can be foreign. */
export function isForeign(principal: string, ownAccounts: readonly string[]): boolean {
  const account = isSimulatedText(principal) ? undefined : ACCOUNT.exec(principal)?.[1];
  return account !== undefined && !ownAccounts.includes(account);
}
