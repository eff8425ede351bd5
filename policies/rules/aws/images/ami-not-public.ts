import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "ami-not-public",
  title: "Do not share machine images with everyone.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "A public image is a public copy of the disk that it was made from.",
  fix: "Name the accounts or the organisation in place of group.",
  links: [awsDocs("Sharing an AMI", "AWSEC2/latest/UserGuide/sharing-amis.html")],
  types: ["aws:ec2/amiLaunchPermission:AmiLaunchPermission"],
  check: (resource) =>
    resource.get("group").mustNotBe("all", "The image is public; name accounts or the organisation in place of group"),
  examples: {
    pass: [{ name: "not set", inputs: { imageId: "ami-0123456789abcdef0" } }],
    fail: [
      { inputs: { imageId: "ami-0123456789abcdef0", group: "all" }, path: "/group", message: "The image is public" },
    ],
    undecided: [{ inputs: { imageId: "ami-0123456789abcdef0", group: UNKNOWN }, path: "/group" }],
  },
});
