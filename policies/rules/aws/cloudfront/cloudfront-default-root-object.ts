import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "cloudfront-default-root-object",
  title: "Set a default root object.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Requests for the root may otherwise list the bucket.",
  fix: "Set defaultRootObject, such as index.html.",
  links: [
    securityHub("cloudfront"),
    awsDocs("Default root object", "AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html"),
  ],
  types: ["aws:cloudfront/distribution:Distribution"],
  check: (resource) => {
    const input = resource.get("defaultRootObject");
    return isGiven(resource, input)
      ? []
      : [input.fail("A request for the root may list the bucket; set defaultRootObject")];
  },
  examples: {
    pass: [{ inputs: { enabled: true, defaultRootObject: "index.html" } }],
    fail: [
      {
        name: "not set",
        inputs: { enabled: true },
        path: "/defaultRootObject",
        message: "A request for the root may list the bucket",
      },
      {
        inputs: { enabled: true, defaultRootObject: "" },
        path: "/defaultRootObject",
        message: "A request for the root may list the bucket",
      },
    ],
    undecided: [{ inputs: { enabled: true, defaultRootObject: UNKNOWN }, path: "/defaultRootObject" }],
  },
});
