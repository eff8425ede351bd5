import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { isGiven } from "../../_given.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "glue-security-configuration-set",
  title: "Run jobs, crawlers and development endpoints with a security configuration.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Without one, nothing says that what they write is encrypted.",
  fix: "Set securityConfiguration to the name of an aws.glue.SecurityConfiguration.",
  links: [awsDocs("Encrypting what jobs write", "glue/latest/dg/encryption-security-configuration.html")],
  types: ["aws:glue/job:Job", "aws:glue/crawler:Crawler", "aws:glue/devEndpoint:DevEndpoint"],
  check: (resource) => {
    const value = resource.get("securityConfiguration");
    return isGiven(resource, value)
      ? []
      : [value.fail("Nothing says that what it writes is encrypted; set securityConfiguration")];
  },
  examples: {
    pass: [{ inputs: { roleArn: "arn:aws:iam::111122223333:role/glue", securityConfiguration: "encrypted" } }],
    fail: [
      {
        name: "not set",
        inputs: { roleArn: "arn:aws:iam::111122223333:role/glue" },
        path: "/securityConfiguration",
        message: "Nothing says that what it writes",
      },
      {
        name: "not set",
        type: "aws:glue/crawler:Crawler",
        inputs: { roleArn: "arn:aws:iam::111122223333:role/glue" },
        path: "/securityConfiguration",
        message: "Nothing says that what it writes",
      },
      {
        name: "not set",
        type: "aws:glue/devEndpoint:DevEndpoint",
        inputs: { roleArn: "arn:aws:iam::111122223333:role/glue" },
        path: "/securityConfiguration",
        message: "Nothing says that what it writes",
      },
      {
        inputs: { roleArn: "arn:aws:iam::111122223333:role/glue", securityConfiguration: "" },
        path: "/securityConfiguration",
        message: "Nothing says that what it writes",
      },
    ],
    undecided: [
      {
        inputs: { roleArn: "arn:aws:iam::111122223333:role/glue", securityConfiguration: UNKNOWN },
        path: "/securityConfiguration",
      },
    ],
  },
});
