import type { Properties, Value } from "../../../value.ts";

/** Inputs of a ClusterRole with these rules. */
export function role(...rules: readonly Value[]): Properties {
  return roleWith({ rules });
}

/** Inputs of a ClusterRole named `shop`. */
export function roleWith(fields: Properties): Properties {
  return { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "shop" }, ...fields };
}

/** A rule of a role. */
export function rule(apiGroup: Value, resource: Value, ...verbs: readonly Value[]): Properties {
  return { apiGroups: [apiGroup], resources: [resource], verbs };
}

/** A harmless rule. */
export const READ_CONFIG: Properties = rule("", "configmaps", "get");

/** Inputs of a ClusterRoleBinding. */
export function binding(roleName: Value, ...subjects: readonly Value[]): Properties {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "shop" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: roleName },
    subjects,
  };
}

/** A service account as the subject of a binding. */
export function serviceAccount(name: string): Properties {
  return { kind: "ServiceAccount", name, namespace: "shop" };
}

/** A group as the subject of a binding. */
export function group(name: Value): Properties {
  return { kind: "Group", apiGroup: "rbac.authorization.k8s.io", name };
}
