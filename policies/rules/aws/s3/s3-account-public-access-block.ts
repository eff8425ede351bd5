import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "s3-account-public-access-block",
  title: "Turn on the account-wide public access block.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "It covers buckets that no stack manages.",
  fix: "Set all four switches of the aws.s3.AccountPublicAccessBlock to true.",
  links: [
    securityHub("s3"),
    awsDocs("Blocking public access", "AmazonS3/latest/userguide/access-control-block-public-access.html"),
  ],
  types: ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"],
  check: (block) =>
    each(SWITCHES, (name) =>
      block.get(name).mustBe(true, `The account-wide public access block leaves a gap; set ${name} to true`),
    ),
  remediate: (block) => SWITCHES.flatMap((name) => whenUnset(block, name, true)),
  examples: {
    pass: [
      {
        inputs: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { blockPublicAcls: true },
        path: "/blockPublicPolicy",
        message: "set blockPublicPolicy",
      },
    ],
    undecided: [
      {
        inputs: {
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: UNKNOWN,
        },
        path: "/restrictPublicBuckets",
      },
    ],
  },
});
const SWITCHES = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
