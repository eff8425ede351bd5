import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "codepipeline-cmk",
  title: "Encrypt the artifacts of pipelines with a customer key.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Access to code and builds can then be cut at the key.",
  fix: "Set encryptionKey of each artifact store to a KMS key.",
  links: [awsDocs("Encryption of artifacts", "codepipeline/latest/userguide/S3-artifact-encryption.html")],
  types: ["aws:codepipeline/pipeline:Pipeline"],
  check: (pipeline) =>
    each(pipeline.get("artifactStores").items(), (store) => {
      const key = store.get("encryptionKey", "id");
      return isGiven(pipeline, key)
        ? []
        : [key.fail("Artifacts are encrypted with a key of the service; set encryptionKey to a KMS key")];
    }),
  examples: {
    pass: [
      {
        inputs: {
          artifactStores: [
            {
              location: "artifacts",
              type: "S3",
              encryptionKey: { id: "arn:aws:kms:eu-central-1:111122223333:key/1", type: "KMS" },
            },
          ],
        },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { artifactStores: [{ location: "artifacts", type: "S3" }] },
        path: "/artifactStores/0/encryptionKey/id",
        message: "key of the service",
      },
    ],
    undecided: [
      { inputs: { artifactStores: UNKNOWN }, path: "/artifactStores" },
      { inputs: { artifactStores: [{ encryptionKey: { id: UNKNOWN } }] }, path: "/artifactStores/0/encryptionKey/id" },
    ],
  },
});
