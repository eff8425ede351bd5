import type { Property } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { anyOf, defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "ecs-exec-logged",
  title: "Log what people do with ECS Exec, encrypted.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A shell in a container is privileged access and must leave a trail.",
  fix: "Set logging of executeCommandConfiguration to OVERRIDE with an encrypted log group or bucket.",
  links: [awsDocs("Logging of ECS Exec", "AmazonECS/latest/developerguide/ecs-exec.html")],
  types: ["aws:ecs/cluster:Cluster"],
  check: (cluster) => {
    const exec = cluster.get("configuration", "executeCommandConfiguration");
    const logging = exec.get("logging");
    const mode = logging.string() ?? "DEFAULT";
    if (mode === "DEFAULT") return [];
    if (mode !== "OVERRIDE") {
      return [logging.fail("Nothing tells what people run in containers; set logging to OVERRIDE or DEFAULT")];
    }
    const target = exec.get("logConfiguration");
    const logged = anyOf(
      () => isLoggedTo(cluster, target.get("cloudWatchLogGroupName"), target.get("cloudWatchEncryptionEnabled")),
      () => isLoggedTo(cluster, target.get("s3BucketName"), target.get("s3BucketEncryptionEnabled")),
    );
    return logged
      ? []
      : [target.fail("What people run in containers is logged nowhere, or in the clear; name an encrypted log group")];
  },
  examples: {
    pass: [
      {
        inputs: {
          configuration: {
            executeCommandConfiguration: {
              logging: "OVERRIDE",
              logConfiguration: { cloudWatchLogGroupName: "exec", cloudWatchEncryptionEnabled: true },
            },
          },
        },
      },
      {
        name: "to a bucket",
        inputs: {
          configuration: {
            executeCommandConfiguration: {
              logging: "OVERRIDE",
              logConfiguration: { s3BucketName: "exec", s3BucketEncryptionEnabled: true },
            },
          },
        },
      },
      { name: "not set: where the container logs", inputs: { name: "shop" } },
    ],
    fail: [
      {
        inputs: { configuration: { executeCommandConfiguration: { logging: "NONE" } } },
        path: "/configuration/executeCommandConfiguration/logging",
        message: "Nothing tells",
      },
      {
        name: "in the clear",
        inputs: {
          configuration: {
            executeCommandConfiguration: { logging: "OVERRIDE", logConfiguration: { s3BucketName: "exec" } },
          },
        },
        path: "/configuration/executeCommandConfiguration/logConfiguration",
        message: "in the clear",
      },
    ],
    undecided: [
      {
        inputs: { configuration: { executeCommandConfiguration: { logging: UNKNOWN } } },
        path: "/configuration/executeCommandConfiguration/logging",
      },
    ],
  },
});
function isLoggedTo(cluster: Resource, name: Property, encrypted: Property): boolean {
  return every([() => isGiven(cluster, name), () => encrypted.boolean() === true], (test) => test());
}
