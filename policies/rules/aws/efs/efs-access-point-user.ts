import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "efs-access-point-user",
  title: "Give each access point a POSIX user.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Clients choose their own user and group otherwise, root among them.",
  fix: "Set posixUser with uid and gid.",
  links: [securityHub("efs"), awsDocs("Access points", "efs/latest/ug/efs-access-points.html")],
  types: ["aws:efs/accessPoint:AccessPoint"],
  check: (point) =>
    each(["uid", "gid"], (name) => {
      const id = point.get("posixUser", name);
      return id.number() === undefined
        ? [id.fail("Clients choose the user that they act as; set posixUser with uid and gid")]
        : [];
    }),
  examples: {
    pass: [{ inputs: { posixUser: { uid: 1000, gid: 1000 } } }],
    fail: [
      {
        name: "not set",
        inputs: { rootDirectory: { path: "/shop" } },
        path: "/posixUser/uid",
        message: "choose the user",
      },
    ],
    undecided: [
      { inputs: { posixUser: { uid: UNKNOWN, gid: 1000 } }, path: "/posixUser/uid" },
      { inputs: { posixUser: { uid: 1000, gid: UNKNOWN } }, path: "/posixUser/gid" },
    ],
  },
});
