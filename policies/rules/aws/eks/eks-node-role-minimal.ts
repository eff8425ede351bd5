import { z } from "zod";
import { ref } from "../../../examples.ts";
import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { attachedPolicies, managedPolicyName } from "../_identity-policies.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "eks-node-role-minimal",
  title: "Attach only the worker, registry-read and CNI policies to the node role.",
  severity: "high",
  profile: "baseline",
  scope: "stack",
  why: "Every pod that reaches the node gets its rights.",
  fix: "Attach only the worker, registry-read and CNI policies; give pods roles of their own.",
  links: [awsDocs("Node IAM role", "eks/latest/userguide/create-node-role.html")],
  types: ["aws:eks/nodeGroup:NodeGroup"],
  config: z.object({
    allowed: z
      .array(z.string())
      .default([
        "AmazonEKSWorkerNodePolicy",
        "AmazonEKSWorkerNodeMinimalPolicy",
        "AmazonEKS_CNI_Policy",
        "AmazonEC2ContainerRegistryReadOnly",
        "AmazonEC2ContainerRegistryPullOnly",
      ])
      .describe("Names of the policies that a node role may have."),
  }),
  check: (group, { stack, config }) => {
    const role = group.get("nodeRoleArn");
    const attachments = stack
      .referents(group, role, "aws:iam/role:Role")
      .flatMap((target) => [
        target,
        ...stack.referrers(target, "aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role"),
      ]);
    return each(attachments, (attachment) =>
      each(attachedPolicies(attachment), (policy) => {
        const name = managedPolicyName(attachment, policy);
        if (name !== undefined && config.allowed.includes(name)) return [];
        return [
          role.fail(
            "Every pod on the node gets more rights than a node needs; attach only " + config.allowed.join(", "),
          ),
        ];
      }),
    );
  },
  examples: {
    pass: [
      {
        inputs: { nodeRoleArn: ref("role", "arn") },
        stack: nodeRole("arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"),
      },
    ],
    fail: [
      {
        inputs: { nodeRoleArn: ref("role", "arn") },
        stack: nodeRole("arn:aws:iam::aws:policy/AmazonS3FullAccess"),
        path: "/nodeRoleArn",
        message: "more rights",
      },
    ],
    undecided: [
      { inputs: { nodeRoleArn: ref("role", "arn") }, stack: nodeRole(UNKNOWN), path: "/policyArn" },
      {
        inputs: { nodeRoleArn: UNKNOWN },
        stack: nodeRole("arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"),
        path: "/nodeRoleArn",
      },
    ],
  },
});
function nodeRole(policyArn: Value) {
  return [
    { type: "aws:iam/role:Role", name: "role", inputs: { name: "shop-node" } },
    {
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      name: "worker",
      inputs: { role: ref("role", "name"), policyArn },
    },
  ];
}
