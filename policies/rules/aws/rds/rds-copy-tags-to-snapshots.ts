import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { securityHub } from "../_links.ts";

export default defineRule({
  id: "rds-copy-tags-to-snapshots",
  title: "Copy tags to snapshots.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Access rules and retention that depend on tags must follow the data.",
  fix: "Set copyTagsToSnapshot to true.",
  links: [securityHub("rds")],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:rds/clusterInstance:ClusterInstance"],
  check: (resource) =>
    resource
      .get("copyTagsToSnapshot")
      .mustBe(true, "Snapshots lose the tags that access and retention depend on; set copyTagsToSnapshot to true"),
  remediate: (resource) => whenUnset(resource, "copyTagsToSnapshot", true),
  examples: {
    pass: [{ inputs: { copyTagsToSnapshot: true } }],
    fail: [
      {
        name: "not set",
        inputs: {},
        path: "/copyTagsToSnapshot",
        message: "Snapshots lose the tags that access and retention depend on",
      },
      {
        inputs: { copyTagsToSnapshot: false },
        path: "/copyTagsToSnapshot",
        message: "Snapshots lose the tags that access and retention depend on",
      },
      {
        type: "aws:rds/cluster:Cluster",
        inputs: { copyTagsToSnapshot: false },
        path: "/copyTagsToSnapshot",
        message: "Snapshots lose the tags that access and retention depend on",
      },
      {
        type: "aws:rds/clusterInstance:ClusterInstance",
        inputs: { copyTagsToSnapshot: false },
        path: "/copyTagsToSnapshot",
        message: "Snapshots lose the tags that access and retention depend on",
      },
    ],
    undecided: [{ inputs: { copyTagsToSnapshot: UNKNOWN }, path: "/copyTagsToSnapshot" }],
  },
});
