import { z } from "zod";
import { ref } from "../../../examples.ts";
import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN, isSimulatedText } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

const layer = (account: string) => `arn:aws:lambda:eu-central-1:${account}:layer:tools:3`;

export default defineRule({
  id: "lambda-layer-trusted",
  title: "Use layers only from own or allow-listed accounts.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A foreign layer runs inside your function.",
  fix: "Publish the layer in the own account, or list its account in the rule's settings.",
  links: [awsDocs("Lambda layers", "lambda/latest/dg/chapter-layers.html")],
  types: ["aws:lambda/function:Function"],
  config: z.object({
    accounts: z.array(z.string()).default([]).describe("Account ids whose layers may run, one's own among them."),
  }),
  check: (fn, { config }) =>
    each(fn.get("layers").items(), (item) => {
      // A layer of the program is no ARN that somebody wrote.
      if (item.isUnknown && isGiven(fn, item)) return [];
      if (typeof item.raw === "string" && isSimulatedText(item.raw)) return [];
      const account = item.string()?.split(":")[4];
      return account !== undefined && config.accounts.includes(account)
        ? []
        : [item.fail("The layer is of an account that nobody listed; publish it yourself or list the account")];
    }),
  examples: {
    pass: [
      { name: "not set", inputs: { runtime: "nodejs24.x" } },
      {
        name: "a layer of the program",
        inputs: { layers: [ref("tools", "arn")] },
        stack: [{ type: "aws:lambda/layerVersion:LayerVersion", name: "tools", inputs: {} }],
      },
      { inputs: { layers: [layer("111122223333")] }, config: { accounts: ["111122223333"] } },
    ],
    fail: [
      {
        inputs: { layers: [layer("111122223333"), layer("444455556666")] },
        config: { accounts: ["111122223333"] },
        path: "/layers/1",
        message: "nobody listed",
      },
      { inputs: { layers: [layer("444455556666")] }, path: "/layers/0", message: "nobody listed" },
    ],
    undecided: [
      { inputs: { layers: UNKNOWN }, path: "/layers" },
      { inputs: { layers: [UNKNOWN] }, path: "/layers/0" },
    ],
  },
});
