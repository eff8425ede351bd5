import type { Resource } from "../../../resource.ts";
import { anyOf, defineRule, each, every, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudfront-cors-not-wildcard",
  title: "Do not combine wildcard origins with credentials or all headers in the CORS part of a headers policy.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Foreign pages could read private responses.",
  fix: "List the origins of your own sites in accessControlAllowOrigins.",
  links: [
    awsDocs(
      "Response headers policies",
      "AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
    ),
  ],
  types: ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  check: (policy) =>
    each(policy.get("corsConfig", "accessControlAllowOrigins", "items").items(), (origin) => {
      const open = every([() => isWildcard(origin.string()), () => allowsMuch(policy)], (test) => test());
      return open
        ? [origin.fail("Pages of every site may read answers with credentials or any header; list your own origins")]
        : [];
    }),
  examples: {
    pass: [
      {
        inputs: cors(["*"], { accessControlAllowHeaders: { items: ["Range"] }, accessControlAllowCredentials: false }),
      },
      { inputs: cors(["https://shop.example"], { accessControlAllowCredentials: true }) },
    ],
    fail: [
      {
        inputs: cors(["https://shop.example", "*"], { accessControlAllowCredentials: true }),
        path: "/corsConfig/accessControlAllowOrigins/items/1",
        message: "every site",
      },
      {
        inputs: cors(["https://*"], { accessControlAllowHeaders: { items: ["Range", "*"] } }),
        path: "/corsConfig/accessControlAllowOrigins/items/0",
        message: "any header",
      },
    ],
    undecided: [
      {
        inputs: cors([UNKNOWN], { accessControlAllowCredentials: true }),
        path: "/corsConfig/accessControlAllowOrigins/items/0",
      },
      {
        inputs: cors(["*"], { accessControlAllowCredentials: UNKNOWN }),
        path: "/corsConfig/accessControlAllowCredentials",
      },
    ],
  },
});
function isWildcard(origin: string | undefined): boolean {
  return /^(?:https?:\/\/)?\*$/.test(origin ?? "");
}

function allowsMuch(policy: Resource): boolean {
  const cors = policy.get("corsConfig");
  return anyOf(
    () => cors.get("accessControlAllowCredentials").boolean() === true,
    () => some(cors.get("accessControlAllowHeaders", "items").items(), (header) => header.string() === "*"),
  );
}

function cors(items: Value, rest: { readonly [key: string]: Value }) {
  return { corsConfig: { accessControlAllowOrigins: { items }, ...rest } };
}
