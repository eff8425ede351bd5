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
    "aws:docdb/cluster:Cluster",
    "aws:neptune/cluster:Cluster",
    "aws:redshift/cluster:Cluster",
    "aws:redshiftserverless/namespace:Namespace",
    "aws:dynamodb/table:Table",
    "aws:keyspaces/table:Table",
    "aws:timestreamwrite/table:Table",
    "aws:opensearch/domain:Domain",
    "aws:opensearch/serverlessCollection:ServerlessCollection",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:memorydb/cluster:Cluster",
    "aws:msk/cluster:Cluster",
    "aws:s3/bucket:Bucket",
    "aws:s3/directoryBucket:DirectoryBucket",
    "aws:s3tables/tableBucket:TableBucket",
    "aws:ecr/repository:Repository",
    "aws:backup/vault:Vault",
    "aws:efs/fileSystem:FileSystem",
    "aws:fsx/lustreFileSystem:LustreFileSystem",
    "aws:fsx/ontapFileSystem:OntapFileSystem",
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
    "aws:fsx/windowsFileSystem:WindowsFileSystem",
    "aws:kms/key:Key",
    "aws:secretsmanager/secret:Secret",
    "aws:cognito/userPool:UserPool",
    "aws:eks/cluster:Cluster",
  ],
  check: (resource, { tier }) => {
    if (tier === "nonprod") return NOT_APPLICABLE;
    return resource.options.protect === true
      ? []
      : [resource.fail("One wrong destroy removes the resource and its data; set the resource option protect to true")];
  },
  examples: {
    pass: [
      { inputs: {}, options: { protect: true } },
      { type: "aws:efs/fileSystem:FileSystem", inputs: {}, options: { protect: true } },
    ],
    fail: [
      { name: "not set", inputs: {}, path: "", message: "set the resource option protect" },
      {
        type: "aws:kms/key:Key",
        inputs: {},
        options: { protect: false },
        path: "",
        message: "set the resource option protect",
      },
      { type: "aws:dynamodb/table:Table", inputs: {}, path: "", message: "set the resource option protect" },
    ],
    undecided: [],
  },
});
