import { defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { behavioursOf, isS3Origin } from "../_cloudfront.ts";
import { awsDocs } from "../_links.ts";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);
const ORIGINS = [
  { originId: "media" },
  { originId: "api", customOriginConfig: { originProtocolPolicy: "https-only" } },
];

export default defineRule({
  id: "cloudfront-allowed-methods",
  title: "Permit only read methods on behaviours with an S3 origin.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Write methods at the edge reach the bucket with the edge identity.",
  fix: "Set allowedMethods to GET, HEAD and, for CORS, OPTIONS.",
  links: [awsDocs("Cache behaviours", "AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html")],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution) => {
    const origins = distribution.get("origins").items();
    return each(behavioursOf(distribution), (behaviour) => {
      const methods = behaviour.get("allowedMethods");
      return each(methods.items(), (method) => {
        if (READS.has(method.string() ?? "GET")) return [];
        const target = behaviour.get("targetOriginId").string();
        const writes = some(origins, (origin) => origin.get("originId").string() === target && isS3Origin(origin));
        return writes
          ? [method.fail("Write methods reach the bucket with the edge's identity; allow GET, HEAD and OPTIONS only")]
          : [];
      });
    });
  },
  examples: {
    pass: [
      {
        inputs: {
          origins: ORIGINS,
          defaultCacheBehavior: { targetOriginId: "media", allowedMethods: ["GET", "HEAD"] },
        },
      },
      { inputs: { origins: ORIGINS, defaultCacheBehavior: { targetOriginId: "api", allowedMethods: ["GET", "PUT"] } } },
    ],
    fail: [
      {
        inputs: { origins: ORIGINS, defaultCacheBehavior: { targetOriginId: "media", allowedMethods: ["GET", "PUT"] } },
        path: "/defaultCacheBehavior/allowedMethods/1",
        message: "Write methods",
      },
      {
        inputs: {
          origins: ORIGINS,
          orderedCacheBehaviors: [{ targetOriginId: "api" }, { targetOriginId: "media", allowedMethods: ["DELETE"] }],
        },
        path: "/orderedCacheBehaviors/1/allowedMethods/0",
        message: "Write methods",
      },
    ],
    undecided: [
      {
        inputs: { origins: ORIGINS, defaultCacheBehavior: { targetOriginId: "media", allowedMethods: [UNKNOWN] } },
        path: "/defaultCacheBehavior/allowedMethods/0",
      },
      {
        inputs: { origins: ORIGINS, defaultCacheBehavior: { targetOriginId: UNKNOWN, allowedMethods: ["PUT"] } },
        path: "/defaultCacheBehavior/targetOriginId",
      },
    ],
  },
});
