import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "lambda-url-auth",
  title: "Require IAM authentication on function URLs.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "An open URL is an unauthenticated API.",
  fix: "Set authorizationType to AWS_IAM; let CloudFront sign with an origin access control.",
  links: [awsDocs("Access to function URLs", "lambda/latest/dg/urls-auth.html")],
  types: ["aws:lambda/functionUrl:FunctionUrl"],
  check: (url) =>
    url
      .get("authorizationType")
      .mustBe("AWS_IAM", "The function URL answers everyone; set authorizationType to AWS_IAM"),
  examples: {
    pass: [{ inputs: { authorizationType: "AWS_IAM" } }],
    fail: [{ inputs: { authorizationType: "NONE" }, path: "/authorizationType", message: "answers everyone" }],
    undecided: [{ inputs: { authorizationType: UNKNOWN }, path: "/authorizationType" }],
  },
});
