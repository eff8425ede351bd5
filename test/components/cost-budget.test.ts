import { describe, expect, test } from "vitest";
import { CostBudget, type CostBudgetArgs } from "../../components/cost-budget.ts";
import { MOCK_ACCOUNT, recordResources } from "../support/mocks.ts";

const args: CostBudgetArgs = {
  prefix: "shop-prod",
  accountId: MOCK_ACCOUNT,
  monthlyUsd: 2_500,
  alertPercents: [80, 100],
  topicArn: "arn:topic",
  tags: { system: "shop", environment: "prod", owner: "platform", dataClass: "internal" },
};
const record = (extra: Partial<CostBudgetArgs> = {}) =>
  recordResources(() => new CostBudget("budget", { ...args, ...extra }));

describe("the budget", () => {
  test("tells of what was spent, and of a forecast above the whole", async () => {
    const notification = (notificationType: string, threshold: number) => ({
      notificationType,
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      threshold,
      subscriberSnsTopicArns: ["arn:topic"],
    });
    expect((await record()).one("aws:budgets/budget:Budget").inputs).toMatchObject({
      accountId: MOCK_ACCOUNT,
      name: "shop-prod-monthly",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "2500",
      limitUnit: "USD",
      notifications: [notification("ACTUAL", 80), notification("ACTUAL", 100), notification("FORECASTED", 100)],
    });
  });

  test.each([
    [{ monthlyUsd: 0 }, "monthlyUsd is 0"],
    [{ monthlyUsd: 10.5 }, "monthlyUsd is 10.5"],
    [{ alertPercents: [] }, "alertPercents is []"],
    [{ alertPercents: [80, 80] }, "alertPercents is [80, 80]"],
    [{ alertPercents: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }, "one to nine shares"],
  ])("refuses %j", async (extra, problem) => {
    await expect(record(extra)).rejects.toThrow(`CostBudget "budget": `);
    await expect(record(extra)).rejects.toThrow(problem);
  });
});
