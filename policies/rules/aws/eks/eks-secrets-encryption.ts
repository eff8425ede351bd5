import { ref } from "../../../examples.ts";
import { defineRule, every, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isCustomerKey } from "../_keys.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "eks-secrets-encryption",
  title: "Encrypt Kubernetes secrets with a customer key.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "It adds a key check in front of etcd.",
  fix: 'Set encryptionConfig with resources ["secrets"] and the ARN of a customer key.',
  links: [securityHub("eks"), awsDocs("Envelope encryption", "eks/latest/userguide/enable-kms.html")],
  types: ["aws:eks/cluster:Cluster"],
  check: (cluster) => {
    const config = cluster.get("encryptionConfig");
    const encrypted = some(config.items(), (entry) =>
      every(
        [
          () => some(entry.get("resources").items(), (kind) => kind.string() === "secrets"),
          () => isCustomerKey(cluster, entry.get("provider", "keyArn")),
        ],
        (test) => test(),
      ),
    );
    return encrypted
      ? []
      : [config.fail("Kubernetes secrets have no customer key; set encryptionConfig for secrets with a key ARN")];
  },
  examples: {
    pass: [
      {
        inputs: {
          encryptionConfig: {
            resources: ["secrets"],
            provider: { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1234" },
          },
        },
      },
      {
        inputs: { encryptionConfig: { resources: ["secrets"], provider: { keyArn: ref("key", "arn") } } },
        stack: [{ type: "aws:kms/key:Key", name: "key", inputs: {} }],
      },
    ],
    fail: [{ name: "not set", inputs: { vpcConfig: {} }, path: "/encryptionConfig", message: "no customer key" }],
    undecided: [
      {
        inputs: { encryptionConfig: { resources: ["secrets"], provider: { keyArn: UNKNOWN } } },
        path: "/encryptionConfig/provider/keyArn",
      },
      {
        inputs: {
          encryptionConfig: {
            resources: [UNKNOWN],
            provider: { keyArn: "arn:aws:kms:eu-central-1:111122223333:key/1234" },
          },
        },
        path: "/encryptionConfig/resources/0",
      },
    ],
  },
});
