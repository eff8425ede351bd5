import { policyText } from "../../../examples.ts";
import type { Property } from "../../../property.ts";
import { defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN, isSimulatedText } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import type { Documents } from "../../_policy-document.ts";
import { refusePublicStatements } from "../../_public-access.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "lambda-not-public",
  title: "Refuse invoke permissions for every principal.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Anyone could run the code at your cost.",
  fix: "Name the account or service as the principal, or limit the permission to an organisation.",
  links: [
    securityHub("lambda"),
    awsDocs("Resource-based policies in Lambda", "lambda/latest/dg/access-control-resource-based.html"),
  ],
  types: [
    "aws:lambda/permission:Permission",
    "aws:lambda/layerVersionPermission:LayerVersionPermission",
    "aws:lambda/resourcePolicy:ResourcePolicy",
  ],
  check: (resource) => {
    if (resource.type === "aws:lambda/resourcePolicy:ResourcePolicy")
      return refusePublicStatements(resource, functionPolicy, "the function");
    const principal = resource.get("principal");
    const limits = LIMITS.map((key) => resource.get(key));
    const open = every(
      [() => isEveryone(principal), () => !some(limits, (limit) => isGiven(resource, limit))],
      (test) => test(),
    );
    return open
      ? [principal.fail("Everyone may use the function or layer; name the account or service as the principal")]
      : [];
  },
  examples: {
    pass: [
      { inputs: { principal: "events.amazonaws.com", sourceArn: UNKNOWN } },
      { inputs: { principal: "*", principalOrgId: "o-a1b2c3d4e5" } },
      {
        type: "aws:lambda/layerVersionPermission:LayerVersionPermission",
        inputs: { principal: "*", organizationId: "o-a1b2c3d4e5" },
      },
    ],
    fail: [
      { inputs: { principal: "*", functionUrlAuthType: "NONE" }, path: "/principal", message: "Everyone may use" },
      {
        type: "aws:lambda/layerVersionPermission:LayerVersionPermission",
        inputs: { principal: "*" },
        path: "/principal",
        message: "Everyone may use",
      },
      {
        type: "aws:lambda/resourcePolicy:ResourcePolicy",
        inputs: {
          policy: policyText({ Effect: "Allow", Principal: "*", Action: "lambda:InvokeFunction", Resource: "*" }),
        },
        path: "/policy",
        message: "allows every principal",
      },
    ],
    undecided: [
      { inputs: { principal: UNKNOWN }, path: "/principal" },
      { inputs: { principal: "*", principalOrgId: UNKNOWN }, path: "/principalOrgId" },
      { type: "aws:lambda/resourcePolicy:ResourcePolicy", inputs: { policy: UNKNOWN }, path: "/policy" },
    ],
  },
});
const LIMITS = ["principalOrgId", "organizationId", "sourceAccount", "sourceArn"];
const functionPolicy: Documents = (resource) => [resource.get("policy")];

/** A computed principal is the ARN of a role, never everyone; it is not read. */
function isEveryone(principal: Property): boolean {
  return typeof principal.raw === "string" && isSimulatedText(principal.raw) ? false : principal.string() === "*";
}
