import { z } from "zod";
import type { Property } from "../../../property.ts";
import { anyOf, defineRule, every, some } from "../../../rule.ts";
import { type Properties, UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "waf-rate-limit",
  title: "Include at least one rate-based rule that blocks.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "It slows credential stuffing and floods.",
  fix: "Add a rule with a rateBasedStatement of 2000 requests in five minutes or fewer and the action block.",
  links: [awsDocs("Rate-based rules", "waf/latest/developerguide/waf-rule-statement-type-rate-based.html")],
  types: ["aws:wafv2/webAcl:WebAcl"],
  config: z.object({
    maxLimitPer5Min: z.number().default(2000).describe("Most requests of one source in five minutes."),
  }),
  check: (acl, { config }) => {
    const rules = acl.get("rules");
    const limited = anyOf(
      () => some(rules.items(), (rule) => blocksFloods(rule, config.maxLimitPer5Min)),
      () => acl.get("ruleJson").string()?.includes("RateBasedStatement") === true,
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
    ],
    fail: [
      { name: "no rule", inputs: { scope: "REGIONAL" }, path: "/rules", message: "any number" },
      { inputs: { rules: [rate({ limit: 100_000 })] }, path: "/rules", message: "any number" },
      {
        name: "only counts",
        inputs: { rules: [{ ...rate({ limit: 1000 }), action: { count: {} } }] },
        path: "/rules",
        message: "any number",
      },
    ],
    undecided: [
      { inputs: { rules: UNKNOWN }, path: "/rules" },
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

function rate(rateBasedStatement: Properties) {
  return { name: "flood", action: { block: {} }, statement: { rateBasedStatement } };
}
