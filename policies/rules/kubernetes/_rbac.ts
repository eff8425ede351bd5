import type { Property } from "../../property.ts";
import type { Resource } from "../../resource.ts";
import { type Issue, each, some } from "../../rule.ts";
import { allOf } from "./_logic.ts";

const RBAC_API = "kubernetes:rbac.authorization.k8s.io";
/** Older API versions, whose patches are no alias in the catalogue. */
const older = (kind: string) =>
  ["v1beta1", "v1alpha1"].flatMap((api) => [kind, `${kind}Patch`].map((name) => `${RBAC_API}/${api}:${name}`));

export const ROLE_TYPES: readonly string[] = [
  `${RBAC_API}/v1:ClusterRole`,
  `${RBAC_API}/v1:Role`,
  ...older("ClusterRole"),
  ...older("Role"),
];
export const BINDING_TYPES: readonly string[] = [
  `${RBAC_API}/v1:ClusterRoleBinding`,
  `${RBAC_API}/v1:RoleBinding`,
  ...older("ClusterRoleBinding"),
  ...older("RoleBinding"),
];

export const READ: readonly string[] = ["get", "list", "watch"];
export const WRITE: readonly string[] = ["create", "update", "patch"];
export const CHANGE: readonly string[] = [...WRITE, "delete", "deletecollection"];

/** Rights that a role must not give. A wildcard in a role's rule covers them too. */
export interface Grant {
  readonly apiGroups: readonly string[];
  /** Kinds in the plural; a sub-resource as `pods/exec`, any of them as `userextras/*`. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** Whether one rule of a role gives any of the rights. */
export function gives(rule: Property, { apiGroups, resources, verbs }: Grant): boolean {
  return allOf(
    () => names(rule.get("apiGroups"), apiGroups),
    () => some(rule.get("resources").items(), (item) => coversAny(item.string() ?? "", resources)),
    () => names(rule.get("verbs"), verbs),
  );
}

function names(list: Property, wanted: readonly string[]): boolean {
  return some(list.items(), (item) => {
    const text = item.string() ?? "";
    return text === "*" || wanted.includes(text);
  });
}

/** As the authorizer compares: a star is everything, a star before the slash that sub-resource of any kind. */
function coversAny(granted: string, wanted: readonly string[]): boolean {
  return wanted.some((resource) => {
    if (resource.endsWith("/*") && granted.startsWith(resource.slice(0, -1))) return true;
    const slash = resource.indexOf("/");
    return granted === "*" || granted === resource || (slash >= 0 && granted === `*${resource.slice(slash)}`);
  });
}

/** The issues of a role's rules that give any of these rights. */
export function refuseGrants(role: Resource, grants: readonly Grant[], message: string): Issue[] {
  return each(role.get("rules").items(), (rule, index) =>
    some(grants, (grant) => gives(rule, grant)) ? [rule.fail(`rule #${index + 1} of the role ${message}`)] : [],
  );
}

/** The issues of a list of each rule, such as its verbs, that holds something containing `*`. */
export function refuseWildcards(role: Resource, list: string, message: string): Issue[] {
  return each(role.get("rules").items(), (rule, index) =>
    each(rule.get(list).items(), (item) =>
      (item.string() ?? "").includes("*") ? [item.fail(`rule #${index + 1} of the role ${message}`)] : [],
    ),
  );
}

/** Whether a role is one of those that may hold a right by the rule's settings. */
export function isAllowedRole(role: Resource, allowed: readonly string[]): boolean {
  return allowed.length > 0 && allowed.includes(role.get("metadata", "name").string() ?? "");
}

/** The issues of a binding's subjects of whom `test` says that they must not be there. */
export function refuseSubjects(binding: Resource, test: (subject: Property) => boolean, message: string): Issue[] {
  return each(binding.get("subjects").items(), (subject) => (test(subject) ? [subject.get("name").fail(message)] : []));
}
