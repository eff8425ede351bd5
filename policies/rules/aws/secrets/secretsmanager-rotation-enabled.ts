import { z } from "zod";
import { ref } from "../../../examples.ts";
import { anyOf, defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "secretsmanager-rotation-enabled",
  title: "Attach automatic rotation to every secret that holds a credential.",
  severity: "medium",
  profile: "baseline",
  scope: "stack",
  why: "Long-lived credentials are the ones found in leaks.",
  fix: "Add an aws.secretsmanager.SecretRotation, or tag a secret that people rotate by hand.",
  links: [
    securityHub("secretsmanager"),
    awsDocs("Rotating secrets", "secretsmanager/latest/userguide/rotating-secrets.html"),
  ],
  types: ["aws:secretsmanager/secret:Secret"],
  config: z.object({
    manualTag: z.string().default("rotation").describe("Tag whose value `manual` declares rotation by hand."),
  }),
  check: (secret, { stack, config }) => {
    const rotated = anyOf(
      () => secret.get("tags", config.manualTag).string() === "manual",
      () =>
        some(stack.candidates(secret, "aws:secretsmanager/secretRotation:SecretRotation", "secretId"), (rotation) =>
          every(
            [
              () => stack.refersTo(rotation, rotation.get("secretId"), secret),
              () => rotation.get("rotationEnabled").boolean() !== false,
            ],
            (test) => test(),
          ),
        ),
    );
    if (rotated) return [];
    return [
      secret.fail(
        "The secret is never rotated; add an aws.secretsmanager.SecretRotation, or declare it with the tag " +
          config.manualTag +
          "=manual",
      ),
    ];
  },
  examples: {
    pass: [
      {
        inputs: { name: "shop/database" },
        stack: [
          {
            type: "aws:secretsmanager/secretRotation:SecretRotation",
            name: "rotation",
            inputs: { secretId: ref("subject"), rotationRules: { automaticallyAfterDays: 30 } },
          },
        ],
      },
      { name: "declared as manual", inputs: { name: "shop/partner", tags: { rotation: "manual" } } },
    ],
    fail: [
      { inputs: { name: "shop/database" }, path: "", message: "never rotated" },
      {
        name: "rotation of another secret",
        inputs: { name: "shop/database" },
        stack: [
          { type: "aws:secretsmanager/secret:Secret", name: "other", inputs: { name: "shop/other" } },
          {
            type: "aws:secretsmanager/secretRotation:SecretRotation",
            name: "rotation",
            inputs: { secretId: ref("other") },
          },
        ],
        path: "",
        message: "never rotated",
      },
    ],
    undecided: [
      {
        inputs: { name: "shop/database" },
        stack: [
          { type: "aws:secretsmanager/secretRotation:SecretRotation", name: "rotation", inputs: { secretId: UNKNOWN } },
        ],
        path: "/secretId",
      },
    ],
  },
});
