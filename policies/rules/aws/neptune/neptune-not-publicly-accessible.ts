import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "neptune-not-publicly-accessible",
  title: "Never give a graph database a public address.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A database should be reached only from inside the VPC.",
  fix: "Set publiclyAccessible to false and reach the database from inside the VPC.",
  links: [awsDocs("Public endpoints", "neptune/latest/userguide/neptune-public-endpoints.html")],
  types: ["aws:neptune/clusterInstance:ClusterInstance"],
  check: (resource) =>
    resource
      .get("publiclyAccessible")
      .mustNotBe(true, "The database has a public address; set publiclyAccessible to false"),
  examples: {
    pass: [
      { inputs: { instanceClass: "db.r6g.large", publiclyAccessible: false } },
      { name: "not set", inputs: { instanceClass: "db.r6g.large" } },
    ],
    fail: [
      {
        inputs: { instanceClass: "db.r6g.large", publiclyAccessible: true },
        path: "/publiclyAccessible",
        message: "has a public address",
      },
    ],
    undecided: [
      { inputs: { instanceClass: "db.r6g.large", publiclyAccessible: UNKNOWN }, path: "/publiclyAccessible" },
    ],
  },
});
