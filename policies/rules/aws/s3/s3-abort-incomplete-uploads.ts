import { z } from "zod";
import type { Property } from "../../../property.ts";
import { defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

const ABORT = { status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };

export default defineRule({
  id: "s3-abort-incomplete-uploads",
  title: "Abort unfinished multipart uploads after a few days.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Hidden parts are unscanned, unlisted data.",
  fix: "Add an enabled rule with abortIncompleteMultipartUpload of seven days.",
  links: [
    awsDocs("Aborting incomplete uploads", "AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html"),
  ],
  types: ["aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"],
  config: z.object({ maxDays: z.number().int().default(7).describe("Longest life of unfinished parts in days.") }),
  check: (lifecycle, { config }) => {
    const rules = lifecycle.get("rules");
    const aborts = some(rules.items(), (rule) =>
      every(
        [
          () => rule.get("status").string() === "Enabled",
          () =>
            (rule.get("abortIncompleteMultipartUpload", "daysAfterInitiation").number() ?? Infinity) <= config.maxDays,
        ],
        (test) => test(),
      ),
    );
    return aborts ? [] : [rules.fail(`Parts of unfinished uploads stay; abort them after ${config.maxDays} days`)];
  },
  remediate: (lifecycle) => {
    const rules = lifecycle.get("rules").items();
    // Where somebody has set it, for longer or for some objects, it is theirs.
    if (rules.some((rule) => rule.get("abortIncompleteMultipartUpload").isSet)) return [];
    const whole = rules.find(isOfWholeBucket);
    return whole === undefined ? [] : whenUnset(whole, ["abortIncompleteMultipartUpload", "daysAfterInitiation"], 7);
  },
  examples: {
    pass: [{ inputs: { rules: [{ status: "Enabled" }, ABORT] } }],
    fail: [
      {
        name: "not set",
        inputs: { rules: [{ status: "Enabled", expiration: { days: 30 } }] },
        path: "/rules",
        message: "stay",
      },
      { inputs: { rules: [{ ...ABORT, status: "Disabled" }] }, path: "/rules", message: "stay" },
      {
        inputs: { rules: [{ ...ABORT, abortIncompleteMultipartUpload: { daysAfterInitiation: 90 } }] },
        path: "/rules",
        message: "after 7 days",
      },
    ],
    undecided: [
      { inputs: { rules: UNKNOWN }, path: "/rules" },
      { inputs: { rules: [{ ...ABORT, status: UNKNOWN }] }, path: "/rules/0/status" },
    ],
  },
});

/** Parts of uploads carry no tags and have no size: S3 takes the action in a rule without a filter by either. */
function isOfWholeBucket(rule: Property): boolean {
  return (
    rule.get("status").string() === "Enabled" &&
    (rule.get("prefix").string() ?? "") === "" &&
    rule
      .get("filter")
      .entries()
      .every(([key, value]) => key === "prefix" && (value.string() ?? "") === "")
  );
}
