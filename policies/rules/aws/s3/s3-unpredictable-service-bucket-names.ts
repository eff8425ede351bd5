import { defineRule } from "../../../rule.ts";
import { UNKNOWN, isSimulatedText } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "s3-unpredictable-service-bucket-names",
  title: "Avoid guessable names that follow well-known service patterns.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Someone else can pre-create such a bucket and receive your data.",
  fix: "Leave bucket out, or give the name a random part.",
  links: [
    awsDocs("Bucket naming rules", "AmazonS3/latest/userguide/bucketnamingrules.html"),
    awsDocs("Security best practices of S3", "AmazonS3/latest/userguide/security-best-practices.html"),
  ],
  types: ["aws:s3/bucket:Bucket"],
  check: (bucket) => {
    const name = bucket.get("bucket");
    if (typeof name.raw === "string" && isSimulatedText(name.raw)) return [];
    return GUESSABLE.test(name.string() ?? "")
      ? [name.fail("Others can guess the name and take it first; add a random part")]
      : [];
  },
  examples: {
    pass: [{ inputs: { bucket: "shop-uploads-7f3a" } }, { name: "not set", inputs: {} }],
    fail: [
      { inputs: { bucket: "aws-glue-assets-111122223333-eu-central-1" }, path: "/bucket", message: "guess the name" },
      {
        inputs: { bucket: "cdk-hnb659fds-assets-111122223333-eu-central-1" },
        path: "/bucket",
        message: "guess the name",
      },
      { inputs: { bucket: "cf-templates-eu-central-1" }, path: "/bucket", message: "guess the name" },
    ],
    undecided: [{ inputs: { bucket: UNKNOWN }, path: "/bucket" }],
  },
});
/** Names that services make from the account and the Region, which others know as well. */
const GUESSABLE =
  /^(?:aws-(?:glue|emr-studio|athena-query-results|cloudtrail-logs|sam-cli|codestar)|cdk-hnb659fds|cf-templates|sagemaker|elasticbeanstalk|codepipeline|do-not-delete-gatedgarden|config-bucket)-?[a-z0-9-]*(?:\d{12}|[a-z]{2}-[a-z]+-\d)/;
