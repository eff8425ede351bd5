import { policyText, ref } from "../../../examples.ts";
import type { Property } from "../../../property.ts";
import type { Resource } from "../../../resource.ts";
import { anyOf, defineRule, some } from "../../../rule.ts";
import { UNKNOWN, isSimulatedText } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "kms-key-policy-explicit",
  title: "Write the key policy out instead of relying on the default one.",
  severity: "medium",
  profile: "extended",
  scope: "stack",
  why: "The default delegates every decision to IAM and hides who can use the key.",
  fix: "Set policy, or add an aws.kms.KeyPolicy for the key.",
  links: [
    awsDocs("Default key policy", "kms/latest/developerguide/key-policy-default.html"),
    awsDocs("Key policies", "kms/latest/developerguide/key-policies.html"),
  ],
  types: ["aws:kms/key:Key"],
  check: (key, { stack }) => {
    const policy = key.get("policy");
    const written = anyOf(
      () => isWritten(key, policy),
      () => some(stack.candidates(key, KEY_POLICY, "keyId"), (other) => stack.refersTo(other, other.get("keyId"), key)),
    );
    return written ? [] : [policy.fail("The key has the default policy; write out in policy who may use it")];
  },
  examples: {
    pass: [
      { inputs: { policy: policyText() } },
      {
        inputs: {},
        stack: [{ type: "aws:kms/keyPolicy:KeyPolicy", name: "policy", inputs: { keyId: ref("subject") } }],
      },
    ],
    fail: [
      { name: "not set", inputs: { description: "data" }, path: "/policy", message: "default policy" },
      {
        name: "the policy of another key",
        inputs: {},
        stack: [
          { type: "aws:kms/key:Key", name: "other", inputs: {} },
          { type: "aws:kms/keyPolicy:KeyPolicy", name: "policy", inputs: { keyId: ref("other") } },
        ],
        path: "/policy",
        message: "default policy",
      },
    ],
    undecided: [
      { inputs: { policy: UNKNOWN }, path: "/policy" },
      {
        inputs: {},
        stack: [{ type: "aws:kms/keyPolicy:KeyPolicy", name: "policy", inputs: { keyId: UNKNOWN } }],
        path: "/keyId",
      },
    ],
  },
});
const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";

/** Whether the key has a policy of its own. A text that is no document is none: reading it leaves that undecided. */
function isWritten(key: Resource, policy: Property): boolean {
  if (!isGiven(key, policy)) return false;
  const isComputed = policy.isUnknown || (typeof policy.raw === "string" && isSimulatedText(policy.raw));
  if (!isComputed) policy.json().get("Statement");
  return true;
}
