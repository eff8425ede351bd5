import { policyText } from "../../../examples.ts";
import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import type { Documents } from "../../_policy-document.ts";
import { refusePublicStatements } from "../../_public-access.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "ecr-policy-not-public",
  title: "Refuse repository and registry policies open to everyone.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Images contain code and sometimes secrets.",
  fix: "Name the accounts or roles that may pull.",
  links: [awsDocs("Repository policies", "AmazonECR/latest/userguide/repository-policies.html")],
  types: ["aws:ecr/repositoryPolicy:RepositoryPolicy", "aws:ecr/registryPolicy:RegistryPolicy"],
  check: (resource) => refusePublicStatements(resource, imagePolicy, "the images"),
  examples: {
    pass: [
      {
        inputs: {
          policy: policyText({
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::111122223333:root" },
            Action: "ecr:BatchGetImage",
          }),
        },
      },
    ],
    fail: [
      {
        inputs: { policy: policyText({ Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" }) },
        path: "/policy",
        message: "to use the images",
      },
      {
        type: "aws:ecr/registryPolicy:RegistryPolicy",
        inputs: {
          policy: policyText({ Effect: "Allow", Principal: { AWS: "*" }, Action: "ecr:ReplicateImage", Resource: "*" }),
        },
        path: "/policy",
        message: "to use the images",
      },
    ],
    undecided: [{ inputs: { policy: UNKNOWN }, path: "/policy" }],
  },
});
const imagePolicy: Documents = (resource) => [resource.get("policy")];
