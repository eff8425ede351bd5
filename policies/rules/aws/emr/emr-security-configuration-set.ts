import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "emr-security-configuration-set",
  title: "Run EMR clusters with a security configuration.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Without one nothing is encrypted, on local disks or between nodes.",
  fix: "Set securityConfiguration to the name of an aws.emr.SecurityConfiguration. A change replaces the cluster.",
  links: [awsDocs("Security configurations", "emr/latest/ManagementGuide/emr-specify-security-configuration.html")],
  types: ["aws:emr/cluster:Cluster"],
  check: (resource) => {
    const value = resource.get("securityConfiguration");
    return isGiven(resource, value)
      ? []
      : [value.fail("The cluster has no security configuration; set securityConfiguration")];
  },
  examples: {
    pass: [{ inputs: { releaseLabel: "emr-7.9.0", securityConfiguration: "encrypted" } }],
    fail: [
      {
        name: "not set",
        inputs: { releaseLabel: "emr-7.9.0" },
        path: "/securityConfiguration",
        message: "The cluster has no security configuration",
      },
      {
        inputs: { releaseLabel: "emr-7.9.0", securityConfiguration: "" },
        path: "/securityConfiguration",
        message: "The cluster has no security configuration",
      },
    ],
    undecided: [
      { inputs: { releaseLabel: "emr-7.9.0", securityConfiguration: UNKNOWN }, path: "/securityConfiguration" },
    ],
  },
});
