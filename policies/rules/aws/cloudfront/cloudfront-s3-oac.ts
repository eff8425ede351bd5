import { ref } from "../../../examples.ts";
import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";
import { isS3Origin } from "../_cloudfront.ts";

export default defineRule({
  id: "cloudfront-s3-oac",
  title: "Attach an origin access control to every S3 origin and use no legacy identity.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Without it the bucket must be public or the edge can be bypassed.",
  fix: "Set originAccessControlId on every S3 origin and remove the origin access identity.",
  links: [
    securityHub("cloudfront"),
    awsDocs(
      "Restricting access to an S3 origin",
      "AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
    ),
  ],
  types: ["aws:cloudfront/distribution:Distribution", "aws:cloudfront/originAccessIdentity:OriginAccessIdentity"],
  check: (resource) => {
    if (resource.type !== "aws:cloudfront/distribution:Distribution") {
      return [
        resource.fail(
          "An origin access identity is legacy and knows no KMS; use an aws.cloudfront.OriginAccessControl",
        ),
      ];
    }
    return each(resource.get("origins").items(), (origin) => {
      if (!isS3Origin(origin)) return [];
      const identity = origin.get("s3OriginConfig", "originAccessIdentity");
      if (identity.isUnknown || (identity.isSet && identity.raw !== ""))
        return [identity.fail("The origin uses a legacy access identity; set originAccessControlId instead")];
      const control = origin.get("originAccessControlId");
      return isGiven(resource, control)
        ? []
        : [control.fail("The bucket must be public for this origin to work; set originAccessControlId")];
    });
  },
  examples: {
    pass: [
      {
        inputs: {
          origins: [
            { originId: "media", originAccessControlId: ref("control") },
            { originId: "api", customOriginConfig: {} },
          ],
        },
        stack: [{ type: "aws:cloudfront/originAccessControl:OriginAccessControl", name: "control", inputs: {} }],
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { origins: [{ originId: "media" }] },
        path: "/origins/0/originAccessControlId",
        message: "must be public",
      },
      {
        inputs: {
          origins: [
            { originId: "media", s3OriginConfig: { originAccessIdentity: "origin-access-identity/cloudfront/E1" } },
          ],
        },
        path: "/origins/0/s3OriginConfig/originAccessIdentity",
        message: "legacy access identity",
      },
      { type: "aws:cloudfront/originAccessIdentity:OriginAccessIdentity", inputs: {}, path: "", message: "legacy" },
    ],
    undecided: [
      {
        inputs: { origins: [{ originId: "media", originAccessControlId: UNKNOWN }] },
        path: "/origins/0/originAccessControlId",
      },
    ],
  },
});
