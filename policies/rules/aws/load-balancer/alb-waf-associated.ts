import { ref } from "../../../examples.ts";
import { NOT_APPLICABLE, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "alb-waf-associated",
  title: "Associate each internet-facing application load balancer with a WAFv2 web ACL.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "It is the last filter when the CDN is bypassed.",
  fix: "Add an aws.wafv2.WebAclAssociation for the load balancer.",
  links: [
    securityHub("elb"),
    awsDocs("WAF and load balancers", "waf/latest/developerguide/web-acl-associating-aws-resource.html"),
  ],
  types: ["aws:lb/loadBalancer:LoadBalancer"],
  check: (balancer, { stack }) => {
    if (balancer.get("internal").boolean() === true) return NOT_APPLICABLE;
    if ((balancer.get("loadBalancerType").string() ?? "application") !== "application") return NOT_APPLICABLE;
    const filtered = some(
      stack.candidates(balancer, "aws:wafv2/webAclAssociation:WebAclAssociation", "resourceArn"),
      (association) => stack.refersTo(association, association.get("resourceArn"), balancer),
    );
    return filtered
      ? []
      : [balancer.fail("No web ACL filters what reaches the load balancer; add an aws.wafv2.WebAclAssociation")];
  },
  examples: {
    pass: [
      {
        inputs: { internal: false },
        stack: [
          {
            type: "aws:wafv2/webAclAssociation:WebAclAssociation",
            name: "waf",
            inputs: { resourceArn: ref("subject", "arn"), webAclArn: UNKNOWN },
          },
        ],
      },
    ],
    fail: [{ name: "not associated", inputs: { subnets: UNKNOWN }, path: "", message: "No web ACL" }],
    undecided: [
      { inputs: { internal: UNKNOWN }, path: "/internal" },
      {
        inputs: {},
        stack: [
          { type: "aws:wafv2/webAclAssociation:WebAclAssociation", name: "waf", inputs: { resourceArn: UNKNOWN } },
        ],
        path: "/resourceArn",
      },
    ],
  },
});
