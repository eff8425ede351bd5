import { all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { parseImage } from "../_images.ts";
import { EKS_PODS } from "../_links.ts";
import { writtenText } from "../_objects.ts";
import { POD_TYPES, eachContainer, onPod } from "../_pods.ts";

const IMAGE = /(?:^|\/)(?:tiller|kubernetes-dashboard(?:-[\w-]+)?)$|(?:^|\/)kubernetesui\//;
const LABELS: readonly (readonly [string, string])[] = [
  ["k8s-app", "kubernetes-dashboard"],
  ["app.kubernetes.io/name", "kubernetes-dashboard"],
  ["app", "kubernetes-dashboard"],
  ["name", "tiller"],
  ["app", "tiller"],
];

export default defineRule({
  id: "k8s-no-dashboard-or-tiller",
  title: "Refuse the Kubernetes dashboard and Helm 2 Tiller.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Both act with wide rights for whoever reaches them, both are no longer maintained, and both have given whole clusters away.",
  fix: "Remove the workload. Use a client with the user's own credentials, and Helm 3 or later.",
  links: [EKS_PODS],
  types: POD_TYPES,
  check: (resource) =>
    onPod(resource, (pod) =>
      all(
        () =>
          eachContainer(pod, ({ property, label }) => {
            const image = property.get("image");
            const { repository } = parseImage(writtenText(image) ?? "");
            return IMAGE.test(repository)
              ? [image.fail(`${label} is the Kubernetes dashboard or Tiller; remove the workload.`)]
              : [];
          }),
        () =>
          each(LABELS, ([key, value]) => {
            const label = pod.metadata.get("labels", key);
            return writtenText(label) === value
              ? [label.fail("the pod is labelled as the Kubernetes dashboard or Tiller; remove the workload.")]
              : [];
          }),
      ),
    ),
  examples: {
    pass: [
      { inputs: withContainer({ image: "shop/api:1.4.2" }) },
      { inputs: withContainer({ image: "shop/sales-dashboard:2" }) },
    ],
    fail: [
      {
        inputs: withContainer({ image: "docker.io/kubernetesui/dashboard:v2.7.0" }),
        path: `${POD}/containers/0/image`,
        message: 'container "api" is the Kubernetes dashboard or Tiller',
      },
      {
        name: "an init container",
        inputs: withInitContainer({ image: "ghcr.io/helm/tiller:v2.17.0" }, { image: UNKNOWN }),
        path: `${POD}/initContainers/0/image`,
        message: 'init container "migrate"',
      },
      {
        name: "by label",
        inputs: deployment(
          { containers: [{ name: "ui", image: "ui:1" }] },
          { labels: { "k8s-app": "kubernetes-dashboard" } },
        ),
        path: "/spec/template/metadata/labels/k8s-app",
        message: "labelled as the Kubernetes dashboard",
      },
    ],
    undecided: [
      { inputs: withContainer({ image: UNKNOWN }), path: `${POD}/containers/0/image` },
      {
        inputs: deployment({ containers: [{ name: "api", image: "api:1" }] }, { labels: UNKNOWN }),
        path: "/spec/template/metadata/labels",
      },
    ],
  },
});
