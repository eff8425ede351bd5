import { z } from "zod";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { matches } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

const EUROPE = { regions: ["eu-*"] };

export default defineRule({
  id: "stack-region-allow-list",
  title: "Create resources only in approved Regions, including the per-resource region argument.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Data residency and detection cover only some Regions. The rule is silent until its settings name Regions, because no list fits everybody. A resource without a region argument is in its provider's Region, which is judged there.",
  fix: "Remove the region argument or set it to an approved Region.",
  links: [
    awsDocs("AWS Regions", "global-infrastructure/latest/regions/aws-regions.html"),
    {
      title: "Pulumi AWS provider 7: a Region for each resource",
      url: "https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/",
    },
  ],
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
    "pulumi:providers:aws",
  ],
  config: z.object({
    regions: z.array(z.string()).default([]).describe("Patterns of approved Regions, such as eu-*."),
  }),
  check: (resource, { config }) => {
    if (config.regions.length === 0) return NOT_APPLICABLE;
    const region = resource.get("region");
    const name = region.string();
    if (name === undefined || config.regions.some((pattern) => matches(pattern, name))) return [];
    return [region.fail(`The Region is not approved; use one of ${config.regions.join(", ")}`)];
  },
  examples: {
    pass: [
      { inputs: { region: "eu-central-1" }, config: EUROPE },
      { name: "the provider's Region", inputs: {}, config: EUROPE },
      { type: "pulumi:providers:aws", inputs: { region: "eu-west-1" }, config: EUROPE },
    ],
    fail: [
      { inputs: { region: "us-east-1" }, config: EUROPE, path: "/region", message: "not approved" },
      {
        type: "pulumi:providers:aws",
        inputs: { region: "us-west-2" },
        config: EUROPE,
        path: "/region",
        message: "use one of eu-*",
      },
    ],
    undecided: [{ inputs: { region: UNKNOWN }, config: EUROPE, path: "/region" }],
  },
});
