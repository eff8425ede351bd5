import { z } from "zod";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { matches } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

const BOUNDED = { boundaries: ["arn:aws:iam::*:policy/team"] };

export default defineRule({
  id: "iam-permissions-boundary",
  title: "Put a permissions boundary on roles and users made by delegated teams.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "The boundary caps what a mistaken policy can grant. The rule is silent until its settings name boundaries, because they differ everywhere.",
  fix: "Set permissionsBoundary to the policy that caps the team's rights.",
  links: [awsDocs("Permissions boundaries", "IAM/latest/UserGuide/access_policies_boundaries.html")],
  types: ["aws:iam/role:Role", "aws:iam/user:User"],
  config: z.object({
    boundaries: z.array(z.string()).default([]).describe("Patterns of the ARNs of agreed boundaries."),
  }),
  check: (identity, { config }) => {
    if (config.boundaries.length === 0) return NOT_APPLICABLE;
    const boundary = identity.get("permissionsBoundary");
    if (boundary.isUnknown && isGiven(identity, boundary)) return [];
    const arn = boundary.string() ?? "";
    return config.boundaries.some((pattern) => matches(pattern, arn))
      ? []
      : [boundary.fail("Nothing caps what a policy may grant; set permissionsBoundary to the agreed one")];
  },
  examples: {
    pass: [{ inputs: { permissionsBoundary: "arn:aws:iam::111122223333:policy/team" }, config: BOUNDED }],
    fail: [
      { name: "not set", inputs: {}, config: BOUNDED, path: "/permissionsBoundary", message: "Nothing caps" },
      {
        type: "aws:iam/user:User",
        inputs: { permissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess" },
        config: BOUNDED,
        path: "/permissionsBoundary",
        message: "Nothing caps",
      },
    ],
    undecided: [{ inputs: { permissionsBoundary: UNKNOWN }, config: BOUNDED, path: "/permissionsBoundary" }],
  },
});
