import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { parseImage } from "../../kubernetes/_images.ts";
import { containersOf, field, task } from "../_containers.ts";
import { writtenText } from "../_environment.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "ecs-image-not-latest",
  title: "Pin the images of tasks to a version, never latest or none.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Behind a moving tag the running code changes without a deployment: nobody can say what ran, or go back to it.",
  fix: "Name the image by digest (repo@sha256:…), or at least by a version tag.",
  links: [awsDocs("Container images", "AmazonECS/latest/developerguide/container-considerations.html")],
  types: ["aws:ecs/taskDefinition:TaskDefinition"],
  check: (definition) =>
    each(containersOf(definition), (container) => {
      const image = field(container, "image");
      const { tag, digest } = parseImage(writtenText(image));
      return isFilled(digest) || (isFilled(tag) && tag !== "latest")
        ? []
        : [image.fail("The image of a container has the tag latest, or none; name it by digest")];
    }),
  examples: {
    pass: [
      { inputs: task({ name: "api", image: `shop/api@sha256:${"0a".repeat(32)}` }) },
      { inputs: task({ name: "api", image: "registry.example.com:5000/shop/api:1.4.2" }) },
    ],
    fail: [
      {
        inputs: task({ name: "api", image: "shop/api:1.4.2" }, { name: "agent", image: "shop/agent:latest" }),
        path: "/containerDefinitions",
        message: "tag latest",
      },
      {
        name: "no tag",
        inputs: task({ name: "api", image: "registry.example.com:5000/shop/api" }),
        path: "/containerDefinitions",
        message: "or none",
      },
    ],
    undecided: [{ inputs: { containerDefinitions: UNKNOWN }, path: "/containerDefinitions" }],
  },
});
function isFilled(part: string | undefined): boolean {
  return part !== undefined && part !== "";
}
