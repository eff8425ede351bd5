import { NOT_APPLICABLE, defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isS3Origin } from "../_cloudfront.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

const MEDIA = { origins: [{ originId: "media" }], defaultCacheBehavior: { targetOriginId: "media" } };

export default defineRule({
  id: "cloudfront-default-root-object",
  title: "Set a default root object.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Requests for the root may otherwise list the bucket. Origins that are no buckets answer their root themselves.",
  fix: "Set defaultRootObject, such as index.html.",
  links: [
    securityHub("cloudfront"),
    awsDocs("Default root object", "AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html"),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (distribution) => {
    const origin = distribution.get("defaultCacheBehavior", "targetOriginId").string();
    const isBucket = some(
      distribution.get("origins").items(),
      (it) => it.get("originId").string() === origin && isS3Origin(it),
    );
    if (!isBucket) return NOT_APPLICABLE;
    const root = distribution.get("defaultRootObject");
    return isGiven(distribution, root)
      ? []
      : [root.fail("A request for the root may list the bucket; set defaultRootObject")];
  },
  examples: {
    pass: [{ inputs: { ...MEDIA, defaultRootObject: "index.html" } }],
    fail: [
      { name: "not set", inputs: MEDIA, path: "/defaultRootObject", message: "list the bucket" },
      { inputs: { ...MEDIA, defaultRootObject: "" }, path: "/defaultRootObject", message: "list the bucket" },
    ],
    undecided: [
      { inputs: { ...MEDIA, defaultRootObject: UNKNOWN }, path: "/defaultRootObject" },
      { inputs: { ...MEDIA, origins: UNKNOWN }, path: "/origins" },
    ],
  },
});
