import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "lambda-url-cors",
  title: "Refuse wildcard origins on function URLs.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Any site could call it from a browser of a user.",
  fix: "List the origins that may call the URL.",
  links: [awsDocs("CORS of function URLs", "lambda/latest/dg/urls-configuration.html")],
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  check: (url) =>
    each(url.get("cors", "allowOrigins").items(), (origin) =>
      origin.mustNotBe("*", "Any website may call the function URL; list the origins"),
    ),
  examples: {
    pass: [{ inputs: {} }, { inputs: { cors: { allowOrigins: ["https://shop.example.com"] } } }],
    fail: [
      {
        inputs: { cors: { allowOrigins: ["https://shop.example.com", "*"] } },
        path: "/cors/allowOrigins/1",
        message: "Any website",
      },
    ],
    undecided: [{ inputs: { cors: { allowOrigins: [UNKNOWN] } }, path: "/cors/allowOrigins/0" }],
  },
});
