import { ref } from "../../../examples.ts";
import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

const POLICY = "aws:ecr/lifecyclePolicy:LifecyclePolicy";

export default defineRule({
  id: "ecr-lifecycle-policy",
  title: "Expire untagged and old images.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "Old vulnerable images keep being pulled.",
  fix: "Add an aws.ecr.LifecyclePolicy that expires untagged and old images.",
  links: [awsDocs("Lifecycle policies", "AmazonECR/latest/userguide/LifecyclePolicies.html"), securityHub("ecr")],
  types: ["aws:ecr/repository:Repository"],
  check: (repository, { stack }) => {
    const expires = some(stack.candidates(repository, POLICY, "repository"), (it) =>
      stack.refersTo(it, it.get("repository"), repository),
    );
    return expires ? [] : [repository.fail("Old images stay and are pulled; add an aws.ecr.LifecyclePolicy")];
  },
  examples: {
    pass: [
      {
        inputs: { name: "api" },
        stack: [{ type: POLICY, name: "p", inputs: { repository: ref("subject", "name"), policy: UNKNOWN } }],
      },
    ],
    fail: [
      { name: "no policy", inputs: { name: "api" }, path: "", message: "Old images" },
      {
        inputs: { name: "api" },
        stack: [{ type: POLICY, name: "p", inputs: { repository: "web" } }],
        path: "",
        message: "Old images",
      },
    ],
    undecided: [
      { inputs: {}, stack: [{ type: POLICY, name: "p", inputs: { repository: UNKNOWN } }], path: "/repository" },
    ],
  },
});
