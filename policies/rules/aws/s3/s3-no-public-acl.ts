import type { Property } from "../../../property.ts";
import { type Issue, all, defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "s3-no-public-acl",
  title: "Refuse canned or explicit ACL grants to everyone or to any authenticated AWS user.",
  severity: "critical",
  profile: "baseline",
  scope: "resource",
  why: "Such grants publish the objects or allow uploads by strangers.",
  fix: "Remove the ACL and grant access by bucket policy.",
  links: [securityHub("s3"), awsDocs("Access control lists", "AmazonS3/latest/userguide/acl-overview.html")],
  types: [
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketAcl:BucketAcl",
    "aws:s3/bucketObject:BucketObject",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:s3/objectCopy:ObjectCopy",
  ],
  check: (resource) =>
    all(
      () => {
        const acl = resource.get("acl");
        return PUBLIC_ACLS.has(acl.string() ?? "") ? [acl.fail(MESSAGE)] : [];
      },
      () => each(resource.get("grants").items(), (grant) => judgeUri(grant.get("uri"))),
      () =>
        each(resource.get("accessControlPolicy", "grants").items(), (grant) => judgeUri(grant.get("grantee", "uri"))),
    ),
  examples: {
    pass: [
      { inputs: { bucket: "shop" } },
      { type: "aws:s3/bucketAcl:BucketAcl", inputs: { bucket: UNKNOWN, acl: "private" } },
    ],
    fail: [
      { type: "aws:s3/bucketAcl:BucketAcl", inputs: { acl: "public-read" }, path: "/acl", message: "everyone" },
      {
        type: "aws:s3/bucketAcl:BucketAcl",
        inputs: {
          accessControlPolicy: {
            grants: [
              { permission: "READ", grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/s3/LogDelivery" } },
              {
                permission: "READ",
                grantee: { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers" },
              },
            ],
          },
        },
        path: "/accessControlPolicy/grants/1/grantee/uri",
        message: "everyone",
      },
      {
        inputs: {
          acl: UNKNOWN,
          grants: [
            { type: "Group", uri: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers", permissions: ["READ"] },
          ],
        },
        path: "/grants/0/uri",
        message: "everyone",
      },
    ],
    undecided: [
      { type: "aws:s3/bucketAcl:BucketAcl", inputs: { acl: UNKNOWN }, path: "/acl" },
      { inputs: { grants: [{ type: "Group", uri: UNKNOWN, permissions: ["READ"] }] }, path: "/grants/0/uri" },
    ],
  },
});
const MESSAGE = "The ACL lets everyone, or every AWS user, in; remove it and grant access by policy";
const PUBLIC_ACLS = new Set(["public-read", "public-read-write", "authenticated-read", "website"]);
const PUBLIC_GROUP = /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/;

function judgeUri(uri: Property): Issue[] {
  return PUBLIC_GROUP.test(uri.string() ?? "") ? [uri.fail(MESSAGE)] : [];
}
