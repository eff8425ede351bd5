import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "neptune-iam-auth",
  title: "Let graph databases ask for IAM credentials.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Whoever reaches the port of a cluster without it reads and changes everything: Neptune has no passwords.",
  fix: "Set iamDatabaseAuthenticationEnabled to true, and let clients sign their requests.",
  links: [securityHub("neptune"), awsDocs("IAM authentication", "neptune/latest/userguide/iam-auth.html")],
  types: ["aws:neptune/cluster:Cluster"],
  check: (resource) =>
    resource
      .get("iamDatabaseAuthenticationEnabled")
      .mustBe(true, "The cluster lets in whoever reaches it; set iamDatabaseAuthenticationEnabled to true"),
  examples: {
    pass: [{ inputs: { clusterIdentifier: "shop", iamDatabaseAuthenticationEnabled: true } }],
    fail: [
      {
        name: "not set",
        inputs: { clusterIdentifier: "shop" },
        path: "/iamDatabaseAuthenticationEnabled",
        message: "in whoever reaches it",
      },
      {
        inputs: { clusterIdentifier: "shop", iamDatabaseAuthenticationEnabled: false },
        path: "/iamDatabaseAuthenticationEnabled",
        message: "in whoever reaches it",
      },
    ],
    undecided: [
      {
        inputs: { clusterIdentifier: "shop", iamDatabaseAuthenticationEnabled: UNKNOWN },
        path: "/iamDatabaseAuthenticationEnabled",
      },
    ],
  },
});
