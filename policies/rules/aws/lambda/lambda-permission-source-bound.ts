import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "lambda-permission-source-bound",
  title: "Bind service invoke permissions to a source ARN or account.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "A service of another customer could trigger the function.",
  fix: "Set sourceArn to the caller's ARN, or sourceAccount to the account.",
  links: [
    awsDocs("Lambda permissions for services", "lambda/latest/dg/permissions-function-services.html"),
    awsDocs("The confused deputy", "IAM/latest/UserGuide/confused-deputy.html"),
  ],
  types: ["aws:lambda/permission:Permission"],
  check: (permission) => {
    const principal = permission.get("principal");
    if (principal.string()?.endsWith(".amazonaws.com") !== true) return NOT_APPLICABLE;
    const bound = some(SOURCES, (key) => isGiven(permission, permission.get(key)));
    return bound
      ? []
      : [principal.fail("The service may call the function for any customer; set sourceArn or sourceAccount")];
  },
  examples: {
    pass: [
      {
        inputs: { principal: "events.amazonaws.com", sourceArn: ref("schedule", "arn") },
        stack: [{ type: "aws:cloudwatch/eventRule:EventRule", name: "schedule", inputs: {} }],
      },
      { inputs: { principal: "secretsmanager.amazonaws.com", sourceAccount: "111122223333" } },
    ],
    fail: [{ inputs: { principal: "s3.amazonaws.com" }, path: "/principal", message: "for any customer" }],
    undecided: [
      { inputs: { principal: UNKNOWN }, path: "/principal" },
      { inputs: { principal: "events.amazonaws.com", sourceArn: UNKNOWN }, path: "/sourceArn" },
    ],
  },
});
const SOURCES = ["sourceArn", "sourceAccount", "principalOrgId", "eventSourceToken"];
