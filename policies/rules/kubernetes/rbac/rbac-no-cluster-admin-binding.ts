import { z } from "zod";
import type { Property } from "../../../property.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { allOf } from "../_logic.ts";
import { RBAC } from "../_links.ts";
import { BINDING_TYPES, refuseSubjects } from "../_rbac.ts";
import { binding, group, serviceAccount } from "./_examples.ts";

export default defineRule({
  id: "rbac-no-cluster-admin-binding",
  title: "Do not bind cluster-admin or other built-in admin roles to workloads.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Whoever enters a pod of that account holds the namespace or the whole cluster; no other boundary is left.",
  fix: "Write a role with the rights that the workload needs, and bind that.",
  links: [RBAC],
  types: BINDING_TYPES,
  config: z.object({
    adminRoles: z
      .array(z.string())
      .default(["cluster-admin", "admin"])
      .describe("Names of the roles that count as administrator."),
  }),
  check: (resource, { config }) => {
    const subjects = refuseSubjects(
      resource,
      isWorkload,
      "a workload is bound to an administrator role; bind a role of its own.",
    );
    if (subjects.length === 0) return [];
    const role = resource.get("roleRef");
    const isAdmin = allOf(
      () => config.adminRoles.includes(role.get("name").string() ?? ""),
      // The built-in roles are cluster roles; a Role of the same name is one of the namespace's own.
      () => role.get("kind").string() !== "Role",
    );
    return isAdmin ? subjects : [];
  },
  examples: {
    pass: [
      { inputs: binding("shop-reader", serviceAccount("api")) },
      { name: "people", inputs: binding("cluster-admin", group("platform-admins")) },
      { name: "no one", inputs: binding(UNKNOWN) },
      {
        name: "a role of the namespace's own",
        type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
        inputs: { ...binding("admin", serviceAccount("api")), roleRef: { kind: "Role", name: "admin" } },
      },
    ],
    fail: [
      {
        name: "the second subject, beside an unknown one",
        inputs: binding("cluster-admin", UNKNOWN, serviceAccount("api")),
        path: "/subjects/1/name",
        message: "a workload is bound to an administrator role",
      },
      {
        name: "a role binding, for a group of accounts",
        type: "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
        inputs: binding("admin", group("system:serviceaccounts:shop")),
        path: "/subjects/0/name",
        message: "bound to an administrator role",
      },
    ],
    undecided: [
      { inputs: binding(UNKNOWN, serviceAccount("api")), path: "/roleRef/name" },
      { inputs: binding("cluster-admin", { kind: UNKNOWN, name: "api" }), path: "/subjects/0/kind" },
      {
        inputs: { ...binding("admin", serviceAccount("api")), roleRef: { kind: UNKNOWN, name: "admin" } },
        path: "/roleRef/kind",
      },
      { inputs: binding("cluster-admin", group(UNKNOWN)), path: "/subjects/0/name" },
    ],
  },
});

/** Service accounts are also known as users and groups with a prefix of their own. */
function isWorkload(subject: Property): boolean {
  if (subject.get("kind").string() === "ServiceAccount") return true;
  return /^system:serviceaccounts?(?::|$)/.test(subject.get("name").string() ?? "");
}
