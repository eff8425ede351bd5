import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Tags, tagsFor } from "./_tags.ts";

/** What a `CostBudget` is made of. */
export interface CostBudgetArgs {
  /** Start of its name, unique in the account, for example `shop-prod`. */
  readonly prefix: string;
  readonly accountId: string;
  /** Expected cost of the account in a month, in whole US dollars. */
  readonly monthlyUsd: number;
  /** Shares of it at which the topic is told of what was spent, in per cent; up to nine. */
  readonly alertPercents: readonly number[];
  /** Topic that is told, whose policy and key admit AWS Budgets. */
  readonly topicArn: pulumi.Input<string>;
  readonly tags: Tags;
}

/**
 * What the account may cost in a month. It tells and stops nothing; what to do is in `docs/runbooks/cost-spike.md`.
 *
 * Besides the shares that were spent, it tells when the whole is forecast to be exceeded, which is early enough to act.
 *
 * @throws If there is no share, too many, or one twice.
 */
export class CostBudget extends pulumi.ComponentResource {
  constructor(name: string, args: CostBudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    const where = `CostBudget "${name}"`;
    const { alertPercents, monthlyUsd } = args;
    if (!Number.isInteger(monthlyUsd) || monthlyUsd < 1) {
      throw new Error(`${where}: monthlyUsd is ${monthlyUsd}; give whole US dollars, 1 or more.`);
    }
    if (alertPercents.length === 0 || alertPercents.length > 9 || new Set(alertPercents).size < alertPercents.length) {
      throw new Error(
        `${where}: alertPercents is [${alertPercents.join(", ")}]; give one to nine shares in per cent, each once. The tenth notification that AWS allows is the forecast.`,
      );
    }
    super("rampart:aws:CostBudget", name, {}, opts);
    const notification = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
      notificationType,
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      threshold,
      subscriberSnsTopicArns: [args.topicArn],
    });
    new aws.budgets.Budget(
      name,
      {
        accountId: args.accountId,
        name: `${args.prefix}-monthly`,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(monthlyUsd),
        limitUnit: "USD",
        notifications: [
          ...alertPercents.map((percent) => notification("ACTUAL", percent)),
          notification("FORECASTED", 100),
        ],
        tags: tagsFor("budget", args.tags),
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
