import { ref } from "../../../examples.ts";
import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { behavioursOf } from "../_cloudfront.ts";
import { awsDocs } from "../_links.ts";

const HEADERS = { type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", name: "headers", inputs: {} };

export default defineRule({
  id: "cloudfront-response-headers-policy",
  title: "Attach a response headers policy to every cache behaviour.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Browser protections must not depend on the origin.",
  fix: "Set responseHeadersPolicyId on the default and on every ordered cache behaviour.",
  links: [
    awsDocs(
      "Response headers policies",
      "AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
    ),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution) =>
    each(behavioursOf(distribution), (behaviour) => {
      const policy = behaviour.get("responseHeadersPolicyId");
      return isGiven(distribution, policy)
        ? []
        : [policy.fail("Answers go out without headers that protect browsers; set responseHeadersPolicyId")];
    }),
  examples: {
    pass: [{ inputs: { defaultCacheBehavior: { responseHeadersPolicyId: ref("headers") } }, stack: [HEADERS] }],
    fail: [
      {
        name: "not set",
        inputs: { defaultCacheBehavior: { targetOriginId: "api" } },
        path: "/defaultCacheBehavior/responseHeadersPolicyId",
        message: "without headers",
      },
      {
        inputs: {
          defaultCacheBehavior: { responseHeadersPolicyId: "67f7725c" },
          orderedCacheBehaviors: [{ responseHeadersPolicyId: "67f7725c" }, { pathPattern: "/media/*" }],
        },
        path: "/orderedCacheBehaviors/1/responseHeadersPolicyId",
        message: "without headers",
      },
    ],
    undecided: [
      {
        inputs: { defaultCacheBehavior: { responseHeadersPolicyId: UNKNOWN } },
        path: "/defaultCacheBehavior/responseHeadersPolicyId",
      },
    ],
  },
});
