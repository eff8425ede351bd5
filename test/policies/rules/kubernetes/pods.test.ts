import { expect, it } from "vitest";
import { Resource, type ResourceData, Stack } from "../../../../policies/resource.ts";
import privileged from "../../../../policies/rules/kubernetes/pod-security/pss-baseline-privileged.ts";
import nonRoot from "../../../../policies/rules/kubernetes/pod-security/pss-restricted-run-as-non-root.ts";
import covered from "../../../../policies/rules/kubernetes/network/k8s-workload-covered-by-policy.ts";
import type { Rule } from "../../../../policies/rule.ts";
import { judge } from "../../../../policies/run.ts";
import { expandList } from "../../../../policies/types.ts";
import { type Properties, UNKNOWN, type Value } from "../../../../policies/value.ts";

const bad = { containers: [{ name: "api", securityContext: { privileged: true } }] };

function data(type: string, inputs: Properties, more: Partial<ResourceData> = {}): ResourceData {
  return { urn: `urn:pulumi:prod::shop::rampart:kubernetes:Workload$${type}::api`, type, name: "api", inputs, ...more };
}

function judgeAll(rule: Rule, ...given: readonly ResourceData[]) {
  const resources = given.flatMap(expandList).map((item) => new Resource(item));
  const stack = new Stack(resources);
  const context = {
    config: rule.config?.parse({}) ?? {},
    environment: undefined,
    tier: "prod",
    mode: "preview",
  } as const;
  return resources
    .filter((resource) => rule.types.includes(resource.type))
    .map((resource) => judge(rule, resource, context, stack, { secretness: true }))
    .map(({ verdict, issues }) => [
      verdict,
      ...issues.map(({ property }) => ("pointer" in property ? property.pointer : "")),
    ]);
}

const patch = (spec: Properties) => data("kubernetes:apps/v1:DeploymentPatch", { spec });
const deployment = (spec: Properties) => data("kubernetes:apps/v1:Deployment", { spec });
const template = (spec: Value) => ({ spec: { template: { spec } } });

it.each([
  ["core/v1:Pod", { spec: bad }, "/spec"],
  ["core/v1:PodPatch", { spec: bad }, "/spec"],
  ["core/v1:PodTemplate", { template: { spec: bad } }, "/template/spec"],
  ["core/v1:ReplicationController", template(bad), "/spec/template/spec"],
  ["apps/v1:Deployment", template(bad), "/spec/template/spec"],
  ["apps/v1:DeploymentPatch", template(bad), "/spec/template/spec"],
  ["apps/v1:ReplicaSet", template(bad), "/spec/template/spec"],
  ["apps/v1:ReplicaSetPatch", template(bad), "/spec/template/spec"],
  ["apps/v1beta2:StatefulSet", template(bad), "/spec/template/spec"],
  ["extensions/v1beta1:DaemonSet", template(bad), "/spec/template/spec"],
  ["batch/v1:Job", template(bad), "/spec/template/spec"],
  ["batch/v1beta1:CronJob", { spec: { jobTemplate: template(bad) } }, "/spec/jobTemplate/spec/template/spec"],
  ["argoproj.io/v1alpha1:Rollout", template(bad), "/spec/template/spec"],
  ["apps.openshift.io/v1:DeploymentConfig", template(bad), "/spec/template/spec"],
  ["serving.knative.dev/v1:Service", template(bad), "/spec/template/spec"],
  ["apps/v1:DeploymentList", { items: [template({ containers: [{}] }), template(bad)] }, "/items/1/spec/template/spec"],
])("finds the containers of %s", (type, inputs, path) => {
  const verdicts = judgeAll(privileged, data(`kubernetes:${type}`, inputs));
  expect(verdicts.at(-1)).toEqual(["fail", `${path}/containers/0/securityContext/privileged`]);
});

it("leaves a rollout alone that takes the pod of a deployment", () => {
  const rollout = (spec: Properties) => data("kubernetes:argoproj.io/v1alpha1:Rollout", { spec });
  expect(judgeAll(nonRoot, rollout({ workloadRef: { kind: "Deployment", name: "api" } }))).toEqual([["notApplicable"]]);
  expect(judgeAll(nonRoot, rollout({}))).toEqual([["undecided", "/spec/template/spec"]]);
});

it("leaves a patch alone that does not touch the pod, and does not blame one for what the object may set", () => {
  expect(judgeAll(nonRoot, patch({ replicas: 3 }))).toEqual([["notApplicable"]]);
  expect(judgeAll(nonRoot, patch(template({ containers: [{ name: "api" }] }).spec))).toEqual([
    ["undecided", "/spec/template/spec/containers/0/securityContext/runAsNonRoot"],
  ]);
});

it("is undecided on a workload without a pod or without containers", () => {
  expect(judgeAll(nonRoot, deployment({}))).toEqual([["undecided", "/spec/template/spec"]]);
  expect(judgeAll(nonRoot, deployment(template({ containers: [] }).spec))).toEqual([
    ["undecided", "/spec/template/spec/containers"],
  ]);
});

it("reports one unknown of the pod once, whatever the number of its containers", () => {
  const spec = { securityContext: UNKNOWN, containers: [{ name: "a" }, { name: "b" }, { name: "c" }] };
  expect(judgeAll(nonRoot, data("kubernetes:apps/v1:Deployment", template(spec)))).toEqual([
    ["undecided", "/spec/template/spec/securityContext"],
  ]);
});

it("joins policy and workload by the namespace's URN when its name is not known yet", () => {
  const namespace = data(
    "kubernetes:core/v1:Namespace",
    { metadata: {} },
    { urn: "urn:pulumi:prod::shop::kubernetes:core/v1:Namespace::shop" },
  );
  const inside = { metadata: { namespace: UNKNOWN } };
  const by = { propertyDependencies: { metadata: [namespace.urn] } };
  const workload = data(
    "kubernetes:apps/v1:Deployment",
    { ...inside, ...template({ containers: [{ name: "api" }] }) },
    by,
  );
  const policy = data("kubernetes:networking.k8s.io/v1:NetworkPolicy", { ...inside, spec: { podSelector: {} } }, by);
  expect(judgeAll(covered, namespace, workload, policy)).toEqual([["pass"]]);
  expect(judgeAll(covered, namespace, workload)).toEqual([["fail", "/spec/template/metadata/labels"]]);
});
