import { z } from "zod";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { matches } from "../../_policy-document.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "lambda-supported-runtime",
  title: "Use a runtime that still receives patches.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Old runtimes stay vulnerable and then stop deploying.",
  fix: "Move to a runtime that gets patches.",
  links: [securityHub("lambda"), awsDocs("Lambda runtimes", "lambda/latest/dg/lambda-runtimes.html")],
  types: ["aws:lambda/function:Function"],
  config: z.object({
    forbidden: z
      .array(z.string())
      .default([
        "nodejs",
        "nodejs?.*",
        "nodejs1?.x",
        "nodejs20.x",
        "python2.*",
        "python3.6",
        "python3.7",
        "python3.8",
        "python3.9",
        "python3.10",
        "ruby2.*",
        "ruby3.2",
        "java8",
        "go1.x",
        "dotnetcore*",
        "dotnet5*",
        "dotnet6",
        "dotnet7",
        "dotnet8",
        "provided",
        "provided.al2",
      ])
      .describe("Patterns of runtimes that get no patches any more."),
  }),
  check: (fn, { config }) => {
    const runtime = fn.get("runtime");
    const name = runtime.string()?.toLowerCase();
    if (name === undefined) return NOT_APPLICABLE;
    if (!config.forbidden.some((pattern) => matches(pattern, name))) return [];
    return [runtime.fail("The runtime gets no patches any more; move to a supported one")];
  },
  examples: {
    pass: [{ inputs: { runtime: "nodejs24.x" } }, { inputs: { runtime: "provided.al2023" } }],
    fail: [
      { inputs: { runtime: "nodejs18.x" }, path: "/runtime", message: "no patches" },
      { inputs: { runtime: "python3.8" }, path: "/runtime", message: "no patches" },
    ],
    undecided: [{ inputs: { runtime: UNKNOWN }, path: "/runtime" }],
  },
});
