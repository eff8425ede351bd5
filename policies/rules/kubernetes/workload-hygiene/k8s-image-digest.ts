import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, withInitContainer } from "../_examples.ts";
import { parseImage } from "../_images.ts";
import { IMAGES } from "../_links.ts";
import { POD_TYPES, mustSet, onContainers } from "../_pods.ts";

const DIGEST = `sha256:${"0a".repeat(32)}`;

export default defineRule({
  id: "k8s-image-digest",
  title: "Pin images by digest.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A tag can be moved to other content after the review; a digest is the content.",
  fix: "Name the image as repository[:tag]@sha256:<64 hexadecimal digits>.",
  links: [IMAGES],
  types: POD_TYPES,
  check: (resource) =>
    onContainers(resource, (container, label, pod) => {
      const image = container.get("image");
      const text = image.string() ?? "";
      if (text === "") return mustSet(pod, image, `${label} names no image; name one by digest.`);
      if (/^sha256:[0-9a-f]{64}$/.test(parseImage(text).digest ?? "")) return [];
      return [image.fail(`${label} has an image without a digest; add @sha256:….`)];
    }),
  examples: {
    pass: [{ inputs: withContainer({ image: `shop/api:1.4.2@${DIGEST}` }) }],
    fail: [
      {
        name: "a tag only",
        inputs: withContainer({ image: "shop/api:1.4.2" }),
        path: `${POD}/containers/0/image`,
        message: 'container "api" has an image without a digest',
      },
      {
        name: "a digest of another length, in an init container",
        inputs: withInitContainer({ image: "shop/migrate@sha256:0a0a" }, { image: UNKNOWN }),
        path: `${POD}/initContainers/0/image`,
        message: 'init container "migrate"',
      },
    ],
    undecided: [{ inputs: withContainer({ image: UNKNOWN }), path: `${POD}/containers/0/image` }],
  },
});
