import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "eks-no-creator-admin",
  title: "Do not grant the creator permanent cluster admin.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "The pipeline role would keep hidden god rights. The switch is set when a cluster is made: on one that exists, a change replaces the cluster, so remove the creator's access entry instead.",
  fix: "Set accessConfig.bootstrapClusterCreatorAdminPermissions to false and give administrators an access entry.",
  links: [awsDocs("Access entries", "eks/latest/userguide/access-entries.html")],
  types: ["aws:eks/cluster:Cluster"],
  check: (cluster) =>
    cluster
      .get("accessConfig", "bootstrapClusterCreatorAdminPermissions")
      .mustBe(
        false,
        "Whoever makes the cluster stays its administrator; set bootstrapClusterCreatorAdminPermissions to false",
      ),
  // A cluster that exists would be made anew: only shown.
  suggest: (cluster) => whenUnset(cluster, ["accessConfig", "bootstrapClusterCreatorAdminPermissions"], false),
  examples: {
    pass: [{ inputs: { accessConfig: { bootstrapClusterCreatorAdminPermissions: false } } }],
    fail: [
      {
        name: "not set",
        inputs: { accessConfig: { authenticationMode: "API" } },
        path: "/accessConfig/bootstrapClusterCreatorAdminPermissions",
        message: "stays its administrator",
      },
      {
        inputs: { accessConfig: { bootstrapClusterCreatorAdminPermissions: true } },
        path: "/accessConfig/bootstrapClusterCreatorAdminPermissions",
        message: "stays its administrator",
      },
    ],
    undecided: [
      {
        inputs: { accessConfig: { bootstrapClusterCreatorAdminPermissions: UNKNOWN } },
        path: "/accessConfig/bootstrapClusterCreatorAdminPermissions",
      },
    ],
  },
});
