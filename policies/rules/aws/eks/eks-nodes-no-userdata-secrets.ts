import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { credentialIn } from "../../_secrets.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "eks-nodes-no-userdata-secrets",
  title: "Keep credentials out of user data.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Any process on the node can read it.",
  fix: "Read the credential at run time from Secrets Manager with the node's role.",
  links: [awsDocs("User data", "AWSEC2/latest/UserGuide/user-data.html")],
  types: [
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/instance:Instance",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
  ],
  check: (node) =>
    each(["userData", "userDataBase64"], (key) => {
      const data = node.get(key);
      const text = data.string() ?? "";
      const found = credentialIn(text) ?? credentialIn(Buffer.from(text, "base64").toString("latin1"));
      return found === undefined
        ? []
        : [data.fail(`The user data holds ${found}; read it at run time from Secrets Manager`)];
    }),
  examples: {
    pass: [{ inputs: { userData: Buffer.from("#!/bin/sh\ndnf -y update\n").toString("base64") } }],
    fail: [
      {
        inputs: { userData: Buffer.from("export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n").toString("base64") },
        path: "/userData",
        message: "holds an AWS access key",
      },
      {
        type: "aws:ec2/instance:Instance",
        inputs: { userData: "psql postgres://shop:not-a-real-password@db/shop" },
        path: "/userData",
        message: "a URL with a password",
      },
    ],
    undecided: [{ inputs: { userData: UNKNOWN }, path: "/userData" }],
  },
});
