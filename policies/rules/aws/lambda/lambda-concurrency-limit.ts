import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "lambda-concurrency-limit",
  title: "Reserve a concurrency limit.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "A flood could starve every other function or run up cost.",
  fix: "Set reservedConcurrentExecutions to what the function needs at most.",
  links: [awsDocs("Reserved concurrency", "lambda/latest/dg/configuration-concurrency.html")],
  types: ["aws:lambda/function:Function"],
  check: (fn) => {
    const limit = fn.get("reservedConcurrentExecutions");
    return (limit.number() ?? -1) >= 0
      ? []
      : [limit.fail("A flood of events starves every other function; set reservedConcurrentExecutions")];
  },
  examples: {
    pass: [{ inputs: { reservedConcurrentExecutions: 5 } }],
    fail: [
      { name: "not set", inputs: { runtime: "nodejs24.x" }, path: "/reservedConcurrentExecutions", message: "starves" },
      { inputs: { reservedConcurrentExecutions: -1 }, path: "/reservedConcurrentExecutions", message: "starves" },
    ],
    undecided: [{ inputs: { reservedConcurrentExecutions: UNKNOWN }, path: "/reservedConcurrentExecutions" }],
  },
});
