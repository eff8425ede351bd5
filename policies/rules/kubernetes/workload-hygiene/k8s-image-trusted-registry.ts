import { z } from "zod";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { parseImage } from "../_images.ts";
import { IMAGES } from "../_links.ts";
import { POD_TYPES, mustSet, onContainers } from "../_pods.ts";

const ECR = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";

export default defineRule({
  id: "k8s-image-trusted-registry",
  title: "Pull only from allow-listed registries.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "An image of a public registry may be a look-alike, may be replaced, and is gone when the registry limits or drops it.",
  fix: "Copy the image to a private registry of yours (ECR), scan it there and name it by digest; or add the registry to the rule's settings.",
  links: [IMAGES],
  types: POD_TYPES,
  config: z.object({
    registries: z
      .array(z.string().min(1))
      .default([
        "*.dkr.ecr.*.amazonaws.com",
        "*.dkr.ecr-fips.*.amazonaws.com",
        "*.dkr.ecr.*.amazonaws.com.cn",
        "*.dkr-ecr.*.on.aws",
      ])
      .describe("Registries that images may come from: a host with an optional path; * stands for one part of either."),
  }),
  check: (resource, { config }) =>
    onContainers(resource, (container, label, pod) => {
      const image = container.get("image");
      const text = image.string() ?? "";
      if (text === "") return mustSet(pod, image, `${label} names no image; name one of a registry of yours.`);
      const { registry, repository } = parseImage(text);
      if (config.registries.some((pattern) => matches(`${registry}/${repository}`, pattern))) return [];
      return [image.fail(`${label} pulls from ${registry}; use an allow-listed registry.`)];
    }),
  examples: {
    pass: [
      { inputs: withContainer({ image: `${ECR}/shop/api:1.4.2` }) },
      {
        name: "a registry of the settings",
        inputs: withContainer({ image: "ghcr.io/shop/api:1.4.2" }),
        config: { registries: ["ghcr.io/shop"] },
      },
    ],
    fail: [
      {
        name: "no host is Docker Hub",
        inputs: withContainer({ image: "nginx:1.29" }),
        path: `${POD}/containers/0/image`,
        message: 'container "api" pulls from docker.io',
      },
      {
        name: "an init container",
        inputs: withInitContainer({ image: `quay.io/${ECR}/api:1` }, { image: UNKNOWN }),
        path: `${POD}/initContainers/0/image`,
        message: 'init container "migrate" pulls from quay.io',
      },
      {
        name: "a longer path than the one allowed",
        inputs: withContainer({ image: "ghcr.io/shopping/api:1" }),
        config: { registries: ["ghcr.io/shop"] },
        path: `${POD}/containers/0/image`,
        message: "pulls from ghcr.io",
      },
    ],
    undecided: [{ inputs: withContainer({ image: UNKNOWN }), path: `${POD}/containers/0/image` }],
  },
});

const compiled = new Map<string, RegExp>();

function matches(image: string, pattern: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const parts = pattern.replace(/\/+$/, "").split("*");
    const source = parts.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join("[^./]+");
    compiled.set(pattern, (expression = new RegExp(`^${source}/`)));
  }
  return expression.test(image);
}
