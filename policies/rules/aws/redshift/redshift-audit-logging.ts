import { ref } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

const LOGGING = "aws:redshift/logging:Logging";

export default defineRule({
  id: "redshift-audit-logging",
  title: "Log connections and users of warehouses.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "Failed logins and new users are written down nowhere else for long.",
  fix: "Add an aws.redshift.Logging for the cluster.",
  links: [securityHub("redshift"), awsDocs("Database audit logging", "redshift/latest/mgmt/db-auditing.html")],
  types: ["aws:redshift/cluster:Cluster"],
  check: (cluster, { stack }) =>
    stack.referrers(cluster, LOGGING, "clusterIdentifier").length > 0
      ? []
      : [cluster.fail("Connections and users of the warehouse are not logged; add an aws.redshift.Logging")],
  examples: {
    pass: [
      {
        inputs: { nodeType: "ra3.large" },
        stack: [
          {
            type: LOGGING,
            name: "logging",
            inputs: {
              clusterIdentifier: ref("subject"),
              logDestinationType: "cloudwatch",
              logExports: ["connectionlog"],
            },
          },
        ],
      },
    ],
    fail: [
      { name: "not declared", inputs: { nodeType: "ra3.large" }, path: "", message: "not logged" },
      {
        name: "of another cluster",
        inputs: { clusterIdentifier: "shop" },
        stack: [{ type: LOGGING, name: "logging", inputs: { clusterIdentifier: "other" } }],
        path: "",
        message: "not logged",
      },
    ],
    undecided: [
      {
        inputs: { nodeType: "ra3.large" },
        stack: [{ type: LOGGING, name: "logging", inputs: { clusterIdentifier: UNKNOWN } }],
        path: "/clusterIdentifier",
      },
    ],
  },
});
