import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { POD_CHANGES, POD_RESOURCES, POD_VARIABLES, SERVICE_CHANGES, SERVICE_RESOURCES } from "./_admission-kinds.ts";
import { ADMISSION_RULES, type AdmissionRule } from "./_admission-table.ts";
import { assertKubernetesName, labelsFor } from "./_labels.ts";
import { after, childOptions } from "./_options.ts";
import type { Tags } from "./_tags.ts";

export interface AdmissionPoliciesArgs {
  /**
   * Namespace of the parameters. Whoever may change config maps there may widen what is trusted: it is one of its
   * own, in which neither workloads run nor operators have rights.
   */
  readonly parameterNamespace: pulumi.Input<string>;
  /**
   * Registries that images may come from: a host with an optional path; `*` stands for one part of either, as in
   * `*.dkr.ecr.*.amazonaws.com`. Never empty.
   */
  readonly trustedRegistries: readonly string[];
  /**
   * Namespaces in which nothing is judged, because others fill them: Kubernetes' own and those of add-ons, which
   * run with rights of the node. @default kube-system, kube-public, kube-node-lease, aws-secrets-manager and
   * amazon-cloudwatch
   */
  readonly exemptNamespaces?: readonly string[];
  /** Annotation of a pod, with the value `true`, that says it calls the Kubernetes API. @default "rampart.dev/kubernetes-api-client" */
  readonly apiClientAnnotation?: string;
  /**
   * Weakens every policy to lines in the audit log and warnings to the client, for the first days on a cluster
   * that already runs something. @default "deny"
   */
  readonly action?: "deny" | "warn";
  readonly tags: Tags;
}

/** Kubernetes' own namespaces, and those of the secrets driver and the log shipper, whose pods mount paths of the node. */
export const EXEMPT_NAMESPACES: readonly string[] = [
  "kube-system",
  "kube-public",
  "kube-node-lease",
  "aws-secrets-manager",
  "amazon-cloudwatch",
];

/**
 * The gate of the policy pack, held in the cluster too: what was never in a plan, such as an object by hand or by
 * a controller, is refused by the API server itself.
 *
 * Guaranteed: the policies fail closed, cover every namespace that is not named as exempt, and judge each kind that
 * holds a pod. Objects that were there before may still be finished and deleted. The API server never asks such
 * policies about themselves, so that an administrator can always take one back.
 */
export class AdmissionPolicies extends pulumi.ComponentResource {
  /** What workloads depend on, so that the first of them is judged. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: AdmissionPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    const where = `AdmissionPolicies "${name}"`;
    const exempt = args.exemptNamespaces ?? EXEMPT_NAMESPACES;
    assertArgs(where, args, exempt);
    super("rampart:kubernetes:AdmissionPolicies", name, {}, opts);
    const child = childOptions(this, opts);
    const labels = labelsFor({ name: "admission", component: "admission", tags: args.tags });

    const parameters = new k8s.core.v1.ConfigMap(
      `${name}-parameters`,
      {
        metadata: { name: "admission-parameters", namespace: args.parameterNamespace, labels },
        data: {
          registries: args.trustedRegistries.map(registryExpression).join("\n"),
          apiClientAnnotation: args.apiClientAnnotation ?? "rampart.dev/kubernetes-api-client",
        },
      },
      child,
    );

    const withParameters = after(child, [parameters]);
    this.ready = ADMISSION_RULES.map((rule) => {
      const policy = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
        `${name}-${rule.name}`,
        { metadata: { name: policyName(rule), labels }, spec: policySpec(rule) },
        withParameters,
      );
      return new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
        `${name}-${rule.name}-binding`,
        {
          metadata: { name: policyName(rule), labels },
          spec: {
            policyName: policyName(rule),
            validationActions: args.action === "warn" ? ["Warn", "Audit"] : ["Deny", "Audit"],
            ...(rule.reads === "parameters" && {
              paramRef: {
                name: "admission-parameters",
                namespace: args.parameterNamespace,
                parameterNotFoundAction: "Deny",
              },
            }),
            matchResources: {
              namespaceSelector: {
                // By name and nothing else: any other label could be put on a namespace to leave the policy.
                matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: [...exempt] }],
              },
            },
          },
        },
        after(withParameters, [policy]),
      );
    });
    this.registerOutputs({});
  }
}

const policyName = ({ name }: AdmissionRule): string => `rampart-${name}`;

function policySpec(rule: AdmissionRule): k8s.types.input.admissionregistration.v1.ValidatingAdmissionPolicySpec {
  const services = rule.objects === "services";
  return {
    failurePolicy: "Fail",
    ...(rule.reads === "parameters" && { paramKind: { apiVersion: "v1", kind: "ConfigMap" } }),
    matchConstraints: { matchPolicy: "Equivalent", resourceRules: services ? SERVICE_RESOURCES : POD_RESOURCES },
    matchConditions: [services ? SERVICE_CHANGES : POD_CHANGES],
    ...(!services && { variables: POD_VARIABLES }),
    validations: [
      { expression: rule.expression, message: `${rule.rules.join(", ")}: ${rule.message}`, reason: "Forbidden" },
    ],
  };
}

/** The pattern as an expression over `registry/repository`, anchored at its begin and at the end of a part. */
function registryExpression(pattern: string): string {
  const parts = pattern.replace(/\/+$/, "").split("*");
  return `^${parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join("[^./]+")}/`;
}

function assertArgs(where: string, args: AdmissionPoliciesArgs, exempt: readonly string[]): void {
  if (args.trustedRegistries.length === 0) {
    throw new Error(`${where}: trustedRegistries is empty, so that no pod could start; name the platform's registry.`);
  }
  for (const registry of args.trustedRegistries) {
    if (/^[-a-z0-9.*]+(:\d+)?(\/[-a-z0-9._*]+)*\/?$/.test(registry) && /[^*./]/.test(registry)) continue;
    throw new Error(
      `${where}: trustedRegistries has "${registry}"; allowed is a host with an optional path, * for one part of ` +
        `either, such as 123456789012.dkr.ecr.*.amazonaws.com. Write it so, without a scheme and a tag.`,
    );
  }
  for (const namespace of exempt) assertKubernetesName(where, "exemptNamespaces", namespace);
  if (!exempt.includes("kube-system")) {
    throw new Error(
      `${where}: exemptNamespaces leaves out kube-system, whose pods need the node; no node could join. Add it.`,
    );
  }
  const { apiClientAnnotation: annotation } = args;
  if (annotation === undefined || /^([a-z0-9.-]+\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(annotation)) return;
  throw new Error(`${where}: apiClientAnnotation is "${annotation}"; allowed is a key of an annotation.`);
}
