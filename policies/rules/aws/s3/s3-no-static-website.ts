import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "s3-no-static-website",
  title: "Do not use website hosting on buckets; serve through the CDN with a REST origin.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Website endpoints speak only plain HTTP and need public objects.",
  fix: "Remove the website configuration and put a CloudFront distribution with an origin access control in front.",
  links: [
    awsDocs("Website endpoints", "AmazonS3/latest/userguide/WebsiteEndpoints.html"),
    awsDocs(
      "Restricting access to an S3 origin",
      "AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    ),
  ],
  types: ["aws:s3/bucket:Bucket", "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration"],
  check: (resource) => {
    if (resource.type !== "aws:s3/bucket:Bucket") return [resource.fail(MESSAGE)];
    const website = resource.get("website");
    return website.isSet ? [website.fail(MESSAGE)] : [];
  },
  examples: {
    pass: [{ inputs: { bucket: "shop" } }],
    fail: [
      { inputs: { website: { indexDocument: "index.html" } }, path: "/website", message: "plain HTTP" },
      {
        type: "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
        inputs: { bucket: "shop", indexDocument: { suffix: "index.html" } },
        path: "",
        message: "plain HTTP",
      },
    ],
    undecided: [{ inputs: { website: UNKNOWN }, path: "/website" }],
  },
});
const MESSAGE = "The website endpoint speaks plain HTTP and needs public objects; serve through CloudFront";
