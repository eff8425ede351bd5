import { z } from "zod";
import { ref } from "../../../examples.ts";
import type { Property } from "../../../property.ts";
import { anyOf, defineRule, every, some } from "../../../rule.ts";
import { type Properties, UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";
import { RULE, someCompanion } from "../_waf.ts";

export default defineRule({
  id: "waf-rate-limit",
  title: "Include at least one rate-based rule that blocks.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "It slows credential stuffing and floods.",
  fix: "Add a rule with a rateBasedStatement of 2000 requests in five minutes or fewer and the action block.",
  links: [awsDocs("Rate-based rules", "waf/latest/developerguide/waf-rule-statement-type-rate-based.html")],
  types: ["aws:wafv2/webAcl:WebAcl"],
  config: z.object({
    maxLimitPer5Min: z.number().default(2000).describe("Most requests of one source in five minutes."),
  }),
  check: (acl, { stack, config }) => {
    const rules = acl.get("rules");
    const limited = anyOf(
      () => some(rules.items(), (rule) => blocksFloods(rule, config.maxLimitPer5Min)),
      () => some(acl.get("ruleJson").json().items(), (rule) => blocksFloodsInJson(rule, config.maxLimitPer5Min)),
      () => someCompanion(acl, stack, RULE, (rule) => blocksFloods(rule.inputs, config.maxLimitPer5Min)),
    );
    return limited
      ? []
      : [
          rules.fail(
            `One source may send any number of requests; block above ${config.maxLimitPer5Min} in five minutes`,
          ),
        ];
  },
  examples: {
    pass: [
      { inputs: { rules: [{ name: "own" }, rate({ limit: 1000 })] } },
      { name: "a shorter window", inputs: { rules: [rate({ limit: 300, evaluationWindowSec: 60 })] } },
      { name: "as JSON", inputs: { ruleJson: inJson(400) } },
      {
        name: "as a resource of its own",
        inputs: { scope: "REGIONAL" },
        stack: [{ type: RULE, name: "flood", inputs: { webAclArn: ref("subject", "arn"), ...rate({ limit: 1000 }) } }],
      },
    ],
    fail: [
      { name: "no rule", inputs: { scope: "REGIONAL" }, path: "/rules", message: "any number" },
      { inputs: { rules: [rate({ limit: 100_000 })] }, path: "/rules", message: "any number" },
      { name: "JSON that allows many", inputs: { ruleJson: inJson(500) }, path: "/rules", message: "any number" },
      {
        name: "JSON that only counts",
        inputs: { ruleJson: inJson(100, { Count: {} }) },
        path: "/rules",
        message: "any number",
      },
      {
        name: "only counts",
        inputs: { rules: [{ ...rate({ limit: 1000 }), action: { count: {} } }] },
        path: "/rules",
        message: "any number",
      },
    ],
    undecided: [
      { inputs: { rules: UNKNOWN }, path: "/rules" },
      { inputs: { ruleJson: UNKNOWN }, path: "/ruleJson" },
      { inputs: { rules: [rate({ limit: UNKNOWN })] }, path: "/rules/0/statement/rateBasedStatement/limit" },
    ],
  },
});
const FIVE_MINUTES = 300;

function blocksFloods(rule: Property, most: number): boolean {
  const statement = rule.get("statement", "rateBasedStatement");
  const perFiveMinutes = () => {
    const limit = statement.get("limit").number() ?? Infinity;
    return (limit * FIVE_MINUTES) / (statement.get("evaluationWindowSec").number() ?? FIVE_MINUTES);
  };
  const stops = () => some(["block", "captcha", "challenge"], (action) => rule.get("action", action).isSet);
  return every([() => statement.isSet, stops, () => perFiveMinutes() <= most], (test) => test());
}

/** The rules that come as JSON are in the words of the API. */
function blocksFloodsInJson(rule: Property, most: number): boolean {
  const statement = rule.get("Statement", "RateBasedStatement");
  const perFiveMinutes = () => {
    const limit = statement.get("Limit").number() ?? Infinity;
    return (limit * FIVE_MINUTES) / (statement.get("EvaluationWindowSec").number() ?? FIVE_MINUTES);
  };
  const stops = () => some(["Block", "Captcha", "Challenge"], (action) => rule.get("Action", action).isSet);
  return every([() => statement.isSet, stops, () => perFiveMinutes() <= most], (test) => test());
}

function inJson(Limit: number, Action: Value = { Block: {} }): string {
  const RateBasedStatement = { Limit, EvaluationWindowSec: 60, AggregateKeyType: "IP" };
  return JSON.stringify([{ Name: "flood", Action, Statement: { RateBasedStatement } }]);
}

function rate(rateBasedStatement: Properties) {
  return { name: "flood", action: { block: {} }, statement: { rateBasedStatement } };
}
