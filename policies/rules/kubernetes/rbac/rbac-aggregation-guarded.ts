import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { RBAC_REFERENCE } from "../_links.ts";
import { ROLE_TYPES } from "../_rbac.ts";
import { READ_CONFIG, roleWith } from "./_examples.ts";

const LABEL = "rbac.authorization.k8s.io/aggregate-to-";

export default defineRule({
  id: "rbac-aggregation-guarded",
  title: "Do not aggregate custom roles into the built-in view, edit or admin roles.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "The label adds the role's rules to a built-in role, and so silently to everybody who holds that.",
  fix: "Remove the aggregation label and bind the role to those who need it.",
  links: [RBAC_REFERENCE],
  types: ROLE_TYPES,
  check: (resource) =>
    each(["view", "edit", "admin"], (name) =>
      resource
        .get("metadata", "labels", `${LABEL}${name}`)
        .mustNotBe("true", `the role widens the built-in role ${name}; remove the label.`),
    ),
  examples: {
    pass: [
      { inputs: roleWith({ rules: [READ_CONFIG] }) },
      { inputs: roleWith({ metadata: { name: "shop", labels: { [`${LABEL}view`]: "false" } } }) },
    ],
    fail: [
      {
        inputs: roleWith({
          metadata: { name: "shop", labels: { [`${LABEL}view`]: UNKNOWN, [`${LABEL}edit`]: "true" } },
        }),
        path: "/metadata/labels/rbac.authorization.k8s.io~1aggregate-to-edit",
        message: "widens the built-in role edit",
      },
    ],
    undecided: [{ inputs: roleWith({ metadata: { name: "shop", labels: UNKNOWN } }), path: "/metadata/labels" }],
  },
});
