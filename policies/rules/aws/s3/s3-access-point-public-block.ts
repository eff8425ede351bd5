import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "s3-access-point-public-block",
  title: "Keep the public access block on for access points and bind them to a VPC where possible.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "An access point has its own policy and can reopen a closed bucket.",
  fix: "Remove the switches that are false; all four are on unless told otherwise.",
  links: [
    securityHub("s3"),
    awsDocs("Public access of access points", "AmazonS3/latest/userguide/access-points-bpa-settings.html"),
  ],
  types: ["aws:s3/accessPoint:AccessPoint", "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"],
  check: (point) => {
    const block =
      point.type === "aws:s3/accessPoint:AccessPoint"
        ? point.get("publicAccessBlockConfiguration")
        : point.get("details", "publicAccessBlock");
    return each(SWITCHES, (name) =>
      block.get(name).mustNotBe(false, `The access point can be opened to the public; set ${name} to true`),
    );
  },
  examples: {
    pass: [{ inputs: { bucket: "shop" } }, { inputs: { publicAccessBlockConfiguration: { blockPublicAcls: true } } }],
    fail: [
      {
        inputs: { publicAccessBlockConfiguration: { blockPublicAcls: true, blockPublicPolicy: false } },
        path: "/publicAccessBlockConfiguration/blockPublicPolicy",
        message: "set blockPublicPolicy",
      },
      {
        type: "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
        inputs: { details: { publicAccessBlock: { restrictPublicBuckets: false } } },
        path: "/details/publicAccessBlock/restrictPublicBuckets",
        message: "opened to the public",
      },
    ],
    undecided: [
      {
        inputs: { publicAccessBlockConfiguration: { blockPublicAcls: UNKNOWN } },
        path: "/publicAccessBlockConfiguration/blockPublicAcls",
      },
    ],
  },
});
const SWITCHES = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
