import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { POD, withContainer, deployment, withInitContainer } from "../_examples.ts";
import { parseImage } from "../_images.ts";
import { IMAGES } from "../_links.ts";
import { POD_TYPES, mustSet, onContainers } from "../_pods.ts";

export default defineRule({
  id: "k8s-image-no-latest",
  title: "Pin images to a version, never latest or none.",
  severity: "medium",
  profile: "baseline",
  scope: "resource",
  why: "Behind a moving tag the running code changes without a deployment: nobody can say what ran, or go back to it.",
  fix: "Name the image by digest (repo@sha256:…), or at least by a version tag.",
  links: [IMAGES],
  types: POD_TYPES,
  check: (resource) =>
    onContainers(resource, (container, label, pod) => {
      const image = container.get("image");
      const text = image.string() ?? "";
      if (text === "") return mustSet(pod, image, `${label} names no image; name one by digest.`);
      const { tag, digest } = parseImage(text);
      // What a template leaves behind when its value is missing, `api:` or `api@`, names nothing.
      if (isFilled(digest) || (isFilled(tag) && tag !== "latest")) return [];
      const fact = !isFilled(tag) ? "has an image without tag or digest" : "has an image with the tag latest";
      return [image.fail(`${label} ${fact}; name it by digest.`)];
    }),
  examples: {
    pass: [
      { inputs: withContainer({ image: "registry.example.com:5000/shop/api:1.4.2" }) },
      { inputs: withContainer({ image: `shop/api@sha256:${"0a".repeat(32)}` }) },
    ],
    fail: [
      {
        inputs: withContainer({ image: "registry.example.com:5000/shop/api" }),
        path: `${POD}/containers/0/image`,
        message: 'container "api" has an image without tag or digest',
      },
      {
        name: "an empty tag",
        inputs: withContainer({ image: "registry.example.com:5000/shop/api:" }),
        path: `${POD}/containers/0/image`,
        message: 'container "api" has an image without tag or digest',
      },
      {
        name: "an empty digest",
        inputs: withContainer({ image: "shop/api:latest@" }),
        path: `${POD}/containers/0/image`,
        message: 'container "api" has an image with the tag latest',
      },
      {
        name: "the second container",
        inputs: deployment({
          containers: [
            { name: "api", image: UNKNOWN },
            { name: "agent", image: "agent:latest" },
          ],
        }),
        path: `${POD}/containers/1/image`,
        message: 'container "agent" has an image with the tag latest',
      },
      {
        name: "unset on an init container",
        inputs: withInitContainer({}, { image: "shop/api:1" }),
        path: `${POD}/initContainers/0/image`,
        message: 'init container "migrate" names no image',
      },
    ],
    undecided: [{ inputs: withContainer({ image: UNKNOWN }), path: `${POD}/containers/0/image` }],
  },
});

function isFilled(part: string | undefined): boolean {
  return part !== undefined && part !== "";
}
