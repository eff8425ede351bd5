import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "stack-required-tags",
  title: "Tag every taggable resource with owner, environment and data class.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Access, cost and incident response depend on them. Tags that a provider adds by defaultTags are not seen by every engine: name those in the settings as not needed.",
  fix: "Add the tags owner, environment and data-class.",
  links: [awsDocs("Tagging best practices", "whitepapers/latest/tagging-best-practices/tagging-best-practices.html")],
  types: [
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:s3/bucket:Bucket",
    "aws:kms/key:Key",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:eks/cluster:Cluster",
    "aws:backup/vault:Vault",
    "aws:secretsmanager/secret:Secret",
    "aws:ecr/repository:Repository",
    "aws:lambda/function:Function",
    "aws:sqs/queue:Queue",
    "aws:sns/topic:Topic",
    "aws:ec2/vpc:Vpc",
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:cloudfront/distribution:Distribution",
  ],
  config: z.object({
    tags: z
      .array(z.string())
      .default(["owner", "environment|env", "data-class|data-classification"])
      .describe("Tags that every resource needs; other names for the same thing after a bar."),
  }),
  check: (resource, { config }) => {
    const tags = resource.get("tags");
    const names = new Set(
      tags
        .entries()
        .filter(([, value]) => value.isUnknown || (value.isSet && value.raw !== ""))
        .map(([name]) => plain(name)),
    );
    const missing = config.tags.filter((tag) => !tag.split("|").some((name) => names.has(plain(name))));
    return missing.length === 0
      ? []
      : [
          tags.fail(
            `Nobody can tell ${missing.map((tag) => tag.split("|")[0]).join(", ")} of the resource; add the tags`,
          ),
        ];
  },
  examples: {
    pass: [{ inputs: { tags: { Owner: "shop", environment: "prod", DataClassification: "internal" } } }],
    fail: [
      { name: "not set", inputs: {}, path: "/tags", message: "owner, environment, data-class" },
      {
        type: "aws:s3/bucket:Bucket",
        inputs: { tags: { owner: "shop", environment: "prod" } },
        path: "/tags",
        message: "data-class of the resource",
      },
    ],
    undecided: [{ inputs: { tags: UNKNOWN }, path: "/tags" }],
  },
});
/** Upper case, hyphens and underscores make no other tag. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
