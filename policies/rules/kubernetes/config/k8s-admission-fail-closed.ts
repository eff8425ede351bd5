import type { Property } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { type Issue, all, defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { itemName, lacks } from "../_objects.ts";

const GROUP = "kubernetes:admissionregistration.k8s.io";
const API = `${GROUP}/v1`;
const OLD_API = `${GROUP}/v1beta1`;
/** Versions and kinds whose patches are no alias in the catalogue. */
const OTHERS = [
  `${OLD_API}:ValidatingWebhookConfiguration`,
  `${OLD_API}:MutatingWebhookConfiguration`,
  `${OLD_API}:ValidatingAdmissionPolicy`,
  `${GROUP}/v1alpha1:ValidatingAdmissionPolicy`,
  ...[API, OLD_API, `${GROUP}/v1alpha1`].map((api) => `${api}:MutatingAdmissionPolicy`),
];
const webhooks = (...items: readonly Value[]) => ({ metadata: { name: "guard" }, webhooks: items });
const SYSTEM_EXCEPTED = {
  matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["kube-system"] }],
};

export default defineRule({
  id: "k8s-admission-fail-closed",
  title: "Let security webhooks and policies fail closed and cover all namespaces.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A guard that fails open is switched off by overloading it; one that asks for a label is left by not having the label.",
  fix: "Set failurePolicy to Fail, and select namespaces by kubernetes.io/metadata.name only.",
  links: [
    {
      title: "Kubernetes: good practices for admission webhooks",
      url: "https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/",
    },
  ],
  types: [
    `${API}:ValidatingWebhookConfiguration`,
    `${API}:MutatingWebhookConfiguration`,
    `${API}:ValidatingAdmissionPolicy`,
    ...OTHERS.flatMap((type) => [type, `${type}Patch`]),
  ],
  check: (resource) =>
    all(
      () => {
        const policy = resource.get("spec");
        return judge(policy, policy.get("matchConstraints", "namespaceSelector"), "the policy");
      },
      () => each(resource.get("webhooks").items(), (webhook) => judgeWebhook(resource, webhook)),
    ),
  examples: {
    pass: [
      { name: "unset fails closed", inputs: webhooks({ name: "a.example.com" }) },
      { inputs: webhooks({ name: "a.example.com", failurePolicy: "Fail", namespaceSelector: SYSTEM_EXCEPTED }) },
      { type: `${API}:ValidatingAdmissionPolicy`, inputs: { spec: { failurePolicy: "Fail" } } },
      { name: "unset in an old policy", type: `${OLD_API}:ValidatingAdmissionPolicy`, inputs: { spec: {} } },
      {
        type: `${OLD_API}:MutatingWebhookConfiguration`,
        inputs: webhooks({ name: "a.example.com", failurePolicy: "Fail" }),
      },
    ],
    fail: [
      {
        name: "the second webhook, beside an unknown one",
        inputs: webhooks(UNKNOWN, { name: "b.example.com", failurePolicy: "Ignore" }),
        path: "/webhooks/1/failurePolicy",
        message: 'webhook "b.example.com" fails open',
      },
      {
        name: "namespaces that have a label",
        inputs: webhooks({ name: "a.example.com", namespaceSelector: { matchLabels: { guarded: "yes" } } }),
        path: "/webhooks/0/namespaceSelector",
        message: "leaves out namespaces by their labels",
      },
      {
        name: "a policy",
        type: `${API}:ValidatingAdmissionPolicy`,
        inputs: { spec: { failurePolicy: "Ignore" } },
        path: "/spec/failurePolicy",
        message: "the policy fails open",
      },
      {
        name: "a policy for namespaces that have a label",
        type: `${API}:ValidatingAdmissionPolicy`,
        inputs: { spec: { matchConstraints: { namespaceSelector: { matchLabels: { guarded: "yes" } } } } },
        path: "/spec/matchConstraints/namespaceSelector",
        message: "the policy leaves out namespaces by their labels",
      },
      {
        name: "a policy that mutates",
        type: `${API}:MutatingAdmissionPolicy`,
        inputs: { spec: { failurePolicy: "Ignore" } },
        path: "/spec/failurePolicy",
        message: "the policy fails open",
      },
      {
        name: "unset in an old configuration",
        type: `${OLD_API}:ValidatingWebhookConfiguration`,
        inputs: webhooks({ name: "a.example.com" }),
        path: "/webhooks/0/failurePolicy",
        message: 'webhook "a.example.com" fails open',
      },
    ],
    undecided: [
      { inputs: webhooks({ name: "a", failurePolicy: UNKNOWN }), path: "/webhooks/0/failurePolicy" },
      { inputs: webhooks({ name: "a", namespaceSelector: UNKNOWN }), path: "/webhooks/0/namespaceSelector" },
      {
        type: `${API}:ValidatingAdmissionPolicy`,
        inputs: { spec: { matchConstraints: { namespaceSelector: UNKNOWN } } },
        path: "/spec/matchConstraints/namespaceSelector",
      },
    ],
  },
});

function judgeWebhook(resource: Resource, webhook: Property): Issue[] {
  const label = `webhook ${itemName(webhook)}`;
  return all(
    () => {
      // The default was the other one before v1.
      const policy = webhook.get("failurePolicy");
      return resource.type.startsWith(OLD_API) && policy.string() === undefined
        ? [lacks(resource, policy, `${label} fails open, as it does by default; set failurePolicy to Fail.`)]
        : [];
    },
    () => judge(webhook, webhook.get("namespaceSelector"), label),
  );
}

function judge(guard: Property, namespaces: Property, label: string): Issue[] {
  return all(
    () => guard.get("failurePolicy").mustNotBe("Ignore", `${label} fails open; set failurePolicy to Fail.`),
    () =>
      selectsByOwnLabels(namespaces)
        ? [namespaces.fail(`${label} leaves out namespaces by their labels; select by kubernetes.io/metadata.name.`)]
        : [],
  );
}

/** The API server sets the name label of a namespace; every other one is its owner's to change. */
function selectsByOwnLabels(selector: Property): boolean {
  const NAME = "kubernetes.io/metadata.name";
  return (
    selector
      .get("matchLabels")
      .entries()
      .some(([key]) => key !== NAME) ||
    some(selector.get("matchExpressions").items(), (expression) => expression.get("key").string() !== NAME)
  );
}
