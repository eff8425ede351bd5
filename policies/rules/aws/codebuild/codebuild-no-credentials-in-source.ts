import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { credentialIn } from "../../_secrets.ts";
import { writtenText } from "../_environment.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "codebuild-no-credentials-in-source",
  title: "Keep credentials out of the addresses of sources.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "The address of a source is shown and logged in the clear.",
  fix: "Take the credential out of location, and connect with auth or a source credential.",
  links: [
    securityHub("codebuild"),
    awsDocs("Access to source providers", "codebuild/latest/userguide/access-tokens.html"),
  ],
  types: ["aws:codebuild/project:Project"],
  check: (project) =>
    each([project.get("source"), ...project.get("secondarySources").items()], (source) => {
      const location = source.get("location");
      const found = credentialIn(writtenText(location));
      return found === undefined
        ? []
        : [location.fail(`The address of a source holds ${found}; take it out, and connect with auth`)];
    }),
  examples: {
    pass: [
      {
        inputs: {
          source: { type: "GITHUB", location: "https://github.com/example/shop.git" },
          secondarySources: [
            { sourceIdentifier: "tools", type: "BITBUCKET", location: "https://shop@bitbucket.org/example/tools.git" },
          ],
        },
      },
    ],
    fail: [
      {
        inputs: { source: { location: "https://shop:not-a-real-password@bitbucket.org/example/shop.git" } },
        path: "/source/location",
        message: "a URL with a password",
      },
      {
        inputs: {
          source: { type: "NO_SOURCE" },
          secondarySources: [{ location: "https://x:not-a-real-token@github.com/example/shop" }],
        },
        path: "/secondarySources/0/location",
        message: "a URL with a password",
      },
    ],
    undecided: [{ inputs: { source: { location: UNKNOWN } }, path: "/source/location" }],
  },
});
