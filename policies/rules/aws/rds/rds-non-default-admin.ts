import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { securityHub } from "../_links.ts";

const CLUSTER = "aws:rds/cluster:Cluster";

export default defineRule({
  id: "rds-non-default-admin",
  title: "Pick an administrator name other than the well-known ones.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Guessing is harder when the name is not known.",
  fix: "Choose another username. A change replaces the database.",
  links: [securityHub("rds")],
  types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  config: z.object({
    forbidden: z
      .array(z.string())
      .default(["postgres", "admin", "administrator", "root", "mysql", "sa", "awsuser"])
      .describe("Names, in lower case, that everybody tries first."),
  }),
  check: (database, { config }) => {
    const name = database.get(database.type === CLUSTER ? "masterUsername" : "username");
    return config.forbidden.includes(name.string()?.toLowerCase() ?? "")
      ? [name.fail("The administrator has a well-known name; choose another one")]
      : [];
  },
  examples: {
    pass: [{ inputs: { username: "shop_owner" } }, { name: "not set", inputs: { replicateSourceDb: "shop" } }],
    fail: [
      { inputs: { username: "postgres" }, path: "/username", message: "well-known" },
      { type: CLUSTER, inputs: { masterUsername: "Admin" }, path: "/masterUsername", message: "well-known" },
    ],
    undecided: [{ inputs: { username: UNKNOWN }, path: "/username" }],
  },
});
