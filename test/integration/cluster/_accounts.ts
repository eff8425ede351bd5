import type { KubernetesObject } from "./_objects.ts";
import type { ApiServer } from "./_server.ts";

interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** Every service account that the objects make or give rights to, and the one that Kubernetes makes per namespace. */
export function accountsOf(objects: readonly KubernetesObject[]): Account[] {
  const made = objects.filter(({ kind }) => kind === "ServiceAccount").map(({ metadata }) => metadata);
  const defaults = objects
    .filter(({ kind }) => kind === "Namespace")
    .map(({ metadata }) => ({ namespace: metadata.name, name: "default" }));
  const bound = objects.flatMap(subjectsOf).filter(({ kind }) => kind === "ServiceAccount");
  const all = [...made, ...defaults, ...bound].map(({ namespace = "default", name }) => ({ namespace, name }));
  return [...new Map(all.map((account) => [`${account.namespace}/${account.name}`, account])).values()];
}

/** The rules that the server finds for an account in its namespace, as `kubectl auth can-i --list` asks for them. */
export async function rulesOf(server: ApiServer, { namespace, name }: Account): Promise<string[]> {
  const answer = await server.call(
    "POST",
    "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
    { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", spec: { namespace } },
    {
      as: {
        user: `system:serviceaccount:${namespace}:${name}`,
        groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
      },
    },
  );
  const { resourceRules, nonResourceRules, incomplete } = answer.body.status;
  if (incomplete !== false) throw new Error("the server could not list every rule");
  return [...new Set([...resourceRules, ...nonResourceRules].map(ruleText))].toSorted();
}

/** The rules that the objects' own bindings give the account in its namespace. */
export function declaredRules(objects: readonly KubernetesObject[], account: Account): string[] {
  return objects
    .filter((binding) => binding.kind === "ClusterRoleBinding" || binding.metadata.namespace === account.namespace)
    .filter((binding) =>
      subjectsOf(binding).some(
        ({ kind, namespace, name }) =>
          kind === "ServiceAccount" && namespace === account.namespace && name === account.name,
      ),
    )
    .flatMap((binding) => {
      const { kind, name } = binding["roleRef"] as { readonly kind: string; readonly name: string };
      const role = objects.find((one) => one.kind === kind && one.metadata.name === name);
      return ((role?.["rules"] ?? []) as Record<string, unknown>[]).map(ruleText);
    });
}

function subjectsOf({ kind, ...fields }: KubernetesObject): { kind: string; namespace?: string; name: string }[] {
  return kind.endsWith("RoleBinding") ? (fields["subjects"] as any[]) : [];
}

function ruleText(rule: Record<string, unknown>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(rule).toSorted(([a], [b]) => a.localeCompare(b))));
}
