import { defineRule } from "../../../rule.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "ecr-no-public-repository",
  title: "Do not publish images to a public registry from this stack.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Private code would become public.",
  fix: "Use a private aws.ecr.Repository.",
  links: [awsDocs("Private and public registries", "AmazonECR/latest/public/what-is-ecr.html")],
  types: ["aws:ecrpublic/repository:Repository"],
  check: (repository) => [
    repository.fail("The repository publishes its images to everyone; use a private aws.ecr.Repository"),
  ],
  examples: {
    pass: [],
    fail: [{ inputs: { repositoryName: "api" }, path: "", message: "publishes its images" }],
    undecided: [],
  },
});
