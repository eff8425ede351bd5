import { z } from "zod";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { matches } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "eks-access-policy-scoped",
  title: "Limit cluster-wide admin access policies to break-glass principals; scope the others to namespaces.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "They equal cluster-admin.",
  fix: "Set accessScope to type namespace, or leave cluster-wide administration to a break-glass role.",
  links: [awsDocs("Access policies", "eks/latest/userguide/access-policies.html")],
  types: ["aws:eks/accessPolicyAssociation:AccessPolicyAssociation"],
  config: z.object({
    breakGlass: z
      .array(z.string())
      .default([])
      .describe("Patterns of principal ARNs that may administer the whole cluster."),
  }),
  check: (association, { config }) => {
    const policy = association.get("policyArn");
    const administers = every(
      [
        () => ADMINISTRATION.has(nameOf(policy.string() ?? "")),
        () => association.get("accessScope", "type").string() !== "namespace",
      ],
      (test) => test(),
    );
    if (!administers) return [];
    const principal = association.get("principalArn");
    if (config.breakGlass.length > 0 && isBreakGlass(principal.string() ?? "", config.breakGlass)) return [];
    return [
      policy.fail(
        "The principal administers the whole cluster; scope the policy to namespaces or list the principal as break-glass",
      ),
    ];
  },
  examples: {
    pass: [
      {
        inputs: {
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
          accessScope: { type: "namespace", namespaces: ["shop"] },
        },
      },
      {
        inputs: {
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
          accessScope: { type: "cluster" },
        },
      },
      {
        inputs: {
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
          accessScope: { type: "cluster" },
          principalArn: "arn:aws:iam::111122223333:role/break-glass",
        },
        config: { breakGlass: ["*:role/break-glass"] },
      },
    ],
    fail: [
      {
        inputs: {
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
          accessScope: { type: "cluster" },
        },
        path: "/policyArn",
        message: "administers the whole cluster",
      },
    ],
    undecided: [
      { inputs: { policyArn: UNKNOWN, accessScope: { type: "cluster" } }, path: "/policyArn" },
      {
        inputs: {
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminPolicy",
          accessScope: { type: UNKNOWN },
        },
        path: "/accessScope/type",
      },
    ],
  },
});
const ADMINISTRATION = new Set(["AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy", "AmazonEKSEditPolicy"]);

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function isBreakGlass(principal: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(pattern.toLowerCase(), principal.toLowerCase()));
}
