import { ref } from "../../../examples.ts";
import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { isPrivate } from "./_stages.ts";

export default defineRule({
  id: "apigateway-waf",
  title: "Associate each public REST API stage with a WAFv2 web ACL.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "Nothing else filters what is sent to the API.",
  fix: "Add an aws.wafv2.WebAclAssociation for the stage.",
  links: [
    securityHub("apigateway"),
    awsDocs("WAF and REST APIs", "apigateway/latest/developerguide/apigateway-control-access-aws-waf.html"),
  ],
  types: ["aws:apigateway/stage:Stage"],
  check: (stage, { stack }) => {
    if (isPrivate(stage, stack)) return [];
    const filtered = some(
      stack.candidates(stage, "aws:wafv2/webAclAssociation:WebAclAssociation", "resourceArn"),
      (association) => stack.refersTo(association, association.get("resourceArn"), stage),
    );
    return filtered
      ? []
      : [stage.fail("No web ACL filters what reaches the stage; add an aws.wafv2.WebAclAssociation")];
  },
  examples: {
    pass: [
      {
        inputs: { stageName: "prod", restApi: "a1b2c3" },
        stack: [
          {
            type: "aws:wafv2/webAclAssociation:WebAclAssociation",
            name: "waf",
            inputs: { resourceArn: ref("subject", "arn") },
          },
        ],
      },
      {
        name: "a private API",
        inputs: { restApi: ref("api") },
        stack: [
          {
            type: "aws:apigateway/restApi:RestApi",
            name: "api",
            inputs: { endpointConfiguration: { types: "PRIVATE" } },
          },
        ],
      },
    ],
    fail: [
      { name: "not associated", inputs: { stageName: "prod", restApi: "a1b2c3" }, path: "", message: "No web ACL" },
      {
        name: "of a regional API",
        inputs: { restApi: ref("api") },
        stack: [
          {
            type: "aws:apigateway/restApi:RestApi",
            name: "api",
            inputs: { endpointConfiguration: { types: "REGIONAL" } },
          },
        ],
        path: "",
        message: "No web ACL",
      },
    ],
    undecided: [
      {
        inputs: { restApi: "a1b2c3" },
        stack: [
          { type: "aws:wafv2/webAclAssociation:WebAclAssociation", name: "waf", inputs: { resourceArn: UNKNOWN } },
        ],
        path: "/resourceArn",
      },
      {
        inputs: { restApi: ref("api") },
        stack: [
          {
            type: "aws:apigateway/restApi:RestApi",
            name: "api",
            inputs: { endpointConfiguration: { types: UNKNOWN } },
          },
        ],
        path: "/endpointConfiguration/types",
      },
    ],
  },
});
