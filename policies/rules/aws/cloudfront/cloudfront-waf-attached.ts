import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudfront-waf-attached",
  title: "Attach a WAFv2 web ACL to each distribution.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "The edge is the cheapest place to drop hostile requests.",
  fix: "Set webAclId to the ARN of a web ACL of scope CLOUDFRONT.",
  links: [
    securityHub("cloudfront"),
    awsDocs("WAF for CloudFront", "AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html"),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution) => {
    const acl = distribution.get("webAclId");
    return isGiven(distribution, acl) ? [] : [acl.fail("No web ACL filters the requests; set webAclId")];
  },
  examples: {
    pass: [
      {
        inputs: { webAclId: ref("acl", "arn") },
        stack: [{ type: "aws:wafv2/webAcl:WebAcl", name: "acl", inputs: {} }],
      },
    ],
    fail: [
      { name: "not set", inputs: { enabled: true }, path: "/webAclId", message: "No web ACL" },
      { inputs: { webAclId: "" }, path: "/webAclId", message: "No web ACL" },
    ],
    undecided: [{ inputs: { webAclId: UNKNOWN }, path: "/webAclId" }],
  },
});
