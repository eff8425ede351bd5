import { z } from "zod";
import { policyText } from "../../../examples.ts";
import { defineRule, every } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { type Documents, type Principal, coversAction, eachStatement, matches } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

const PUSH = {
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::111122223333:role/deploy", "arn:aws:iam::111122223333:role/shop-nodes"] },
  Action: ["ecr:BatchGetImage", "ecr:PutImage"],
};

export default defineRule({
  id: "ecr-policy-pull-only-for-cluster",
  title: "Grant cluster and node principals pull rights only.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "A compromised node must not replace images. Which roles are a cluster's is told by their names; a statement for a whole account or for everyone reaches them as well.",
  fix: "Grant ecr:BatchGetImage, ecr:GetDownloadUrlForLayer and ecr:BatchCheckLayerAvailability, and name the pushing role in a statement of its own.",
  links: [
    awsDocs("Repository policies", "AmazonECR/latest/userguide/repository-policies.html"),
    awsDocs("ECR images with EKS", "AmazonECR/latest/userguide/ECR_on_EKS.html"),
  ],
  types: ["aws:ecr/repositoryPolicy:RepositoryPolicy"],
  config: z.object({
    clusterRoles: z
      .array(z.string())
      .default(["*node*", "*eks*", "*cluster*", "*karpenter*"])
      .describe("Patterns of the ARNs of clusters' and nodes' roles, in lower case."),
  }),
  check: (resource, { config }) =>
    eachStatement(resource, repositoryPolicy, (statement) => {
      const isCluster = ({ kind, text }: Principal) =>
        text === "*" ||
        (kind === "Service" && text === "eks.amazonaws.com") ||
        (kind === "AWS" &&
          (WHOLE_ACCOUNT.test(text) || config.clusterRoles.some((pattern) => matches(pattern, text.toLowerCase()))));
      const replaces = every(
        [
          statement.allows,
          () => statement.principals().some(isCluster),
          () => WRITES.some((action) => coversAction(statement, action)),
        ],
        (test) => test(),
      );
      if (!replaces) return [];
      return [
        statement.property.fail(`${statement.label} lets nodes replace or delete images; grant them pull actions only`),
      ];
    }),
  examples: {
    pass: [
      { inputs: { policy: policyText({ ...PUSH, Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] }) } },
      { inputs: { policy: policyText({ ...PUSH, Principal: { AWS: "arn:aws:iam::111122223333:role/deploy" } }) } },
    ],
    fail: [
      { inputs: { policy: policyText(PUSH) }, path: "/policy", message: "lets nodes replace" },
      {
        name: "a whole account",
        inputs: {
          policy: policyText(
            { ...PUSH, Action: "ecr:BatchGetImage" },
            { ...PUSH, Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "ecr:*" },
          ),
        },
        path: "/policy",
        message: "Statement 2 lets nodes",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const repositoryPolicy: Documents = (resource) => [resource.get("policy")];
const WHOLE_ACCOUNT = /^(?:\d{12}|arn:[a-z-]+:iam::\d{12}:root)$/;
const WRITES = [
  "ecr:putimage",
  "ecr:initiatelayerupload",
  "ecr:uploadlayerpart",
  "ecr:completelayerupload",
  "ecr:batchdeleteimage",
  "ecr:deleterepository",
  "ecr:setrepositorypolicy",
];
