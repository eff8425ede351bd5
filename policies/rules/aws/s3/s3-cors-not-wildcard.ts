import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

const RULE = { allowedMethods: ["GET"], allowedOrigins: ["https://shop.example"] };

export default defineRule({
  id: "s3-cors-not-wildcard",
  title: "Refuse wildcard origins in bucket CORS rules, above all together with writes or wildcard headers.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Any site could act on the bucket with the signed URLs of a user.",
  fix: "List the origins of your own sites in allowedOrigins.",
  links: [awsDocs("Cross-origin resource sharing", "AmazonS3/latest/userguide/cors.html")],
  types: ["aws:s3/bucket:Bucket", "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"],
  check: (bucket) =>
    each(bucket.get("corsRules").items(), (rule) =>
      each(rule.get("allowedOrigins").items(), (origin) =>
        EVERY_ORIGIN.test(origin.string() ?? "")
          ? [origin.fail("Scripts of every site may call the bucket; list the origins of your own sites")]
          : [],
      ),
    ),
  examples: {
    pass: [
      { inputs: { corsRules: [RULE, { ...RULE, allowedOrigins: ["https://*.shop.example"] }] } },
      { type: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", inputs: { corsRules: [RULE] } },
    ],
    fail: [
      {
        inputs: { corsRules: [RULE, { ...RULE, allowedOrigins: ["https://shop.example", "*"] }] },
        path: "/corsRules/1/allowedOrigins/1",
        message: "every site",
      },
      {
        type: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        inputs: { corsRules: [{ ...RULE, allowedMethods: ["PUT"], allowedOrigins: ["https://*"] }] },
        path: "/corsRules/0/allowedOrigins/0",
        message: "every site",
      },
    ],
    undecided: [
      { inputs: { corsRules: UNKNOWN }, path: "/corsRules" },
      { inputs: { corsRules: [{ ...RULE, allowedOrigins: [UNKNOWN] }] }, path: "/corsRules/0/allowedOrigins/0" },
    ],
  },
});
/** A wildcard with no name behind it. */
const EVERY_ORIGIN = /^(?:[a-z*]+:\/\/)?\*(?:\.\*)*(?::[\d*]+)?$/i;
