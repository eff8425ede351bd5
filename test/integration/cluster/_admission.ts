import { ADMISSION_RULES, type AdmissionRule } from "../../../components/_admission-table.ts";
import { AdmissionPolicies, EXEMPT_NAMESPACES } from "../../../components/admission-policies.ts";
import { buildExample } from "../../../policies/examples.ts";
import type { Example, Rule } from "../../../policies/rule.ts";
import { judge } from "../../../policies/run.ts";
import { kubernetesRules } from "../../../policies/rules/kubernetes/index.ts";
import type { Properties } from "../../../policies/value.ts";
import { recordResources } from "../../support/mocks.ts";
import type { KubernetesObject } from "./_objects.ts";
import { objectOf } from "./_plans.ts";

export const PARAMETERS = "admission-parameters";
/** What the pack's own rule trusts when nothing is set. */
const DEFAULT_REGISTRIES = [
  "*.dkr.ecr.*.amazonaws.com",
  "*.dkr.ecr-fips.*.amazonaws.com",
  "*.dkr.ecr.*.amazonaws.com.cn",
  "*.dkr-ecr.*.on.aws",
];

/** The component's objects in the order in which they can be applied. */
export async function admissionObjects(
  parameterNamespace: string,
  { exempt = [], registries = DEFAULT_REGISTRIES }: Partial<Record<"exempt" | "registries", readonly string[]>> = {},
): Promise<KubernetesObject[]> {
  const tags = { system: "acme", environment: "prod", owner: "platform", dataClass: "personal" };
  const { resources } = await recordResources(
    () =>
      new AdmissionPolicies("admission", {
        parameterNamespace,
        trustedRegistries: registries,
        exemptNamespaces: [...EXEMPT_NAMESPACES, ...exempt],
        tags,
      }),
  );
  const order = ["ConfigMap", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"];
  return resources
    .filter(({ custom }) => custom)
    .map(objectOf)
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** One rule of the pack under one configuration, with a namespace in which only its policy holds. */
export interface Case {
  readonly row: AdmissionRule;
  readonly rule: Rule;
  readonly namespace: string;
  readonly registries: readonly string[];
  readonly examples: readonly Example[];
}

export const CASES: readonly Case[] = ADMISSION_RULES.flatMap((row) =>
  row.rules.flatMap((id) => {
    const rule = kubernetesRules.find((one) => one.id === id);
    if (rule === undefined) throw new Error(`the pack has no rule ${id}`);
    const examples = [...rule.examples.pass, ...rule.examples.fail];
    return Object.entries(Object.groupBy(examples, ({ config }) => JSON.stringify(config ?? {}))).map(
      ([config, grouped], index) => ({
        row,
        rule,
        namespace: `only-${id}${index === 0 ? "" : `-${index}`}`,
        registries: (JSON.parse(config) as { registries?: string[] }).registries ?? DEFAULT_REGISTRIES,
        examples: grouped ?? [],
      }),
    );
  }),
);

/** A binding of the case's policy to the case's namespace alone. */
export function bindingAlone({ row, namespace }: Case): KubernetesObject {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: namespace },
    spec: {
      policyName: `rampart-${row.name}`,
      validationActions: ["Deny"],
      ...(row.reads === "parameters" && {
        paramRef: { name: PARAMETERS, namespace, parameterNotFoundAction: "Deny" },
      }),
      matchResources: { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } },
    },
  };
}

/** Whether the pack's rule fails the object. */
export function packFails(rule: Rule, object: KubernetesObject, config: Example["config"]): boolean {
  const group = object.apiVersion.includes("/") ? object.apiVersion : `core/${object.apiVersion}`;
  const example = { type: `kubernetes:${group}:${object.kind}`, inputs: object as Properties, config: config ?? {} };
  const { resource, context } = buildExample(rule, example);
  const { verdict } = judge(rule, resource, context, context.stack, { secretness: true });
  if (verdict === "undecided") throw new Error(`${rule.id} is undecided on ${JSON.stringify(object)}`);
  return verdict === "fail";
}
