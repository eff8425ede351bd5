import { ref } from "../../../examples.ts";
import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "waf-associated",
  title: "Associate each web ACL with something.",
  severity: "low",
  profile: "extended",
  scope: "stack",
  why: "An unattached ACL protects nothing.",
  fix: "Add an aws.wafv2.WebAclAssociation, or set webAclId of a distribution.",
  links: [awsDocs("Associating web ACLs", "waf/latest/developerguide/web-acl-associating-aws-resource.html")],
  types: ["aws:wafv2/webAcl:WebAcl"],
  check: (acl, { stack }) => {
    const used = some(USERS, ([type, key]) =>
      some(stack.candidates(acl, type, key), (user) => stack.refersTo(user, user.get(key), acl)),
    );
    return used ? [] : [acl.fail("The web ACL guards nothing; associate it or name it in a distribution")];
  },
  examples: {
    pass: [
      {
        inputs: { scope: "REGIONAL" },
        stack: [
          {
            type: "aws:wafv2/webAclAssociation:WebAclAssociation",
            name: "a",
            inputs: { webAclArn: ref("subject", "arn") },
          },
        ],
      },
      {
        inputs: { scope: "CLOUDFRONT" },
        stack: [
          { type: "aws:cloudfront/distribution:Distribution", name: "d", inputs: { webAclId: ref("subject", "arn") } },
        ],
      },
    ],
    fail: [
      { name: "not associated", inputs: { scope: "REGIONAL" }, path: "", message: "guards nothing" },
      {
        name: "another one is",
        inputs: {},
        stack: [
          { type: "aws:wafv2/webAcl:WebAcl", name: "other", inputs: {} },
          {
            type: "aws:wafv2/webAclAssociation:WebAclAssociation",
            name: "a",
            inputs: { webAclArn: ref("other", "arn") },
          },
        ],
        path: "",
        message: "guards nothing",
      },
    ],
    undecided: [
      {
        inputs: {},
        stack: [{ type: "aws:wafv2/webAclAssociation:WebAclAssociation", name: "a", inputs: { webAclArn: UNKNOWN } }],
        path: "/webAclArn",
      },
    ],
  },
});
const USERS = [
  ["aws:wafv2/webAclAssociation:WebAclAssociation", "webAclArn"],
  ["aws:cloudfront/distribution:Distribution", "webAclId"],
] as const;
