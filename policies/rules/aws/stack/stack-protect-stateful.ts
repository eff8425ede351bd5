import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";

export default defineRule({
  id: "stack-protect-stateful",
  title: "Mark stateful resources as protected in production stacks.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The engine then refuses to destroy or replace them.",
  fix: "Set the resource option protect to true.",
  links: [{ title: "Pulumi: the protect option", url: "https://www.pulumi.com/docs/iac/concepts/options/protect/" }],
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
  ],
  check: (resource, { tier }) => {
    if (tier === "nonprod") return NOT_APPLICABLE;
    return resource.options.protect === true
      ? []
      : [resource.fail("One wrong destroy removes the resource and its data; set the resource option protect to true")];
  },
  examples: {
    pass: [{ inputs: {}, options: { protect: true } }],
    fail: [
      { name: "not set", inputs: {}, path: "", message: "set the resource option protect" },
      {
        type: "aws:kms/key:Key",
        inputs: {},
        options: { protect: false },
        path: "",
        message: "set the resource option protect",
      },
    ],
    undecided: [],
  },
});
