import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule, some } from "../../../rule.ts";
import type { Property } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { UNKNOWN, isSimulatedText } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { isBroadPattern } from "../../_public-access.ts";
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
    const bound = some(SOURCES, (key) => namesSource(permission, permission.get(key)));
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
      {
        inputs: {
          principal: "apigateway.amazonaws.com",
          sourceArn: "arn:aws:execute-api:eu-central-1:111122223333:abc123/*/POST/orders",
        },
      },
    ],
    fail: [
      { inputs: { principal: "s3.amazonaws.com" }, path: "/principal", message: "for any customer" },
      ...["arn:aws:s3:::*", "arn:aws:sns:*:*:orders"].map((sourceArn) => ({
        name: `any source: ${sourceArn}`,
        inputs: { principal: "s3.amazonaws.com", sourceArn },
        path: "/principal",
        message: "for any customer",
      })),
    ],
    undecided: [
      { inputs: { principal: UNKNOWN }, path: "/principal" },
      { inputs: { principal: "events.amazonaws.com", sourceArn: UNKNOWN }, path: "/sourceArn" },
    ],
  },
});
const SOURCES = ["sourceArn", "sourceAccount", "principalOrgId", "eventSourceToken"];

/** Whether an input is set, and no pattern that fits the sources of any account. What is computed is nobody's pattern. */
function namesSource(permission: Resource, source: Property): boolean {
  if (!isGiven(permission, source)) return false;
  return typeof source.raw !== "string" || isSimulatedText(source.raw) || !isBroadPattern(source.raw);
}
