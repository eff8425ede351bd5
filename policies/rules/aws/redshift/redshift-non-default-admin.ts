import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { securityHub } from "../_links.ts";

const NAMESPACE = "aws:redshiftserverless/namespace:Namespace";

export default defineRule({
  id: "redshift-non-default-admin",
  title: "Pick an administrator name of warehouses other than the well-known ones.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Guessing is harder when the name is not known.",
  fix: "Choose another masterUsername, or adminUsername of the namespace. A change replaces the cluster.",
  links: [securityHub("redshift"), securityHub("redshiftserverless")],
  types: ["aws:redshift/cluster:Cluster", NAMESPACE],
  config: z.object({
    forbidden: z
      .array(z.string())
      .default(["awsuser", "admin", "administrator", "root"])
      .describe("Names, in lower case, that everybody tries first."),
  }),
  check: (warehouse, { config }) => {
    const name = warehouse.get(warehouse.type === NAMESPACE ? "adminUsername" : "masterUsername");
    return config.forbidden.includes(name.string()?.toLowerCase() ?? "")
      ? [name.fail("The administrator of the warehouse has a well-known name; choose another one")]
      : [];
  },
  examples: {
    pass: [{ inputs: { masterUsername: "shop_owner" } }, { name: "not set", inputs: { snapshotIdentifier: "shop" } }],
    fail: [
      { inputs: { masterUsername: "awsuser" }, path: "/masterUsername", message: "well-known" },
      { type: NAMESPACE, inputs: { adminUsername: "Admin" }, path: "/adminUsername", message: "well-known" },
    ],
    undecided: [
      { inputs: { masterUsername: UNKNOWN }, path: "/masterUsername" },
      { type: NAMESPACE, inputs: { adminUsername: UNKNOWN }, path: "/adminUsername" },
    ],
  },
});
