import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule, each, some } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { itemName } from "../_objects.ts";

const API = "kubernetes:admissionregistration.k8s.io/v1";
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
  ],
  check: (resource) =>
    all(
      () => judge(resource.get("spec"), "the policy"),
      () => each(resource.get("webhooks").items(), (webhook) => judge(webhook, `webhook ${itemName(webhook)}`)),
    ),
  examples: {
    pass: [
      { name: "unset fails closed", inputs: webhooks({ name: "a.example.com" }) },
      { inputs: webhooks({ name: "a.example.com", failurePolicy: "Fail", namespaceSelector: SYSTEM_EXCEPTED }) },
      { type: `${API}:ValidatingAdmissionPolicy`, inputs: { spec: { failurePolicy: "Fail" } } },
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
    ],
    undecided: [
      { inputs: webhooks({ name: "a", failurePolicy: UNKNOWN }), path: "/webhooks/0/failurePolicy" },
      { inputs: webhooks({ name: "a", namespaceSelector: UNKNOWN }), path: "/webhooks/0/namespaceSelector" },
    ],
  },
});

function judge(guard: Property, label: string): Issue[] {
  return all(
    () => guard.get("failurePolicy").mustNotBe("Ignore", `${label} fails open; set failurePolicy to Fail.`),
    () => {
      const selector = guard.get("namespaceSelector");
      return selectsByOwnLabels(selector)
        ? [selector.fail(`${label} leaves out namespaces by their labels; select by kubernetes.io/metadata.name.`)]
        : [];
    },
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
