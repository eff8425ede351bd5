import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "efs-access-point-root",
  title: "Give each access point a root directory of its own.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "An access point at the root of the file system shows every application the files of all others.",
  fix: "Set rootDirectory.path to a directory below the root.",
  links: [securityHub("efs"), awsDocs("Access points", "efs/latest/ug/efs-access-points.html")],
  types: ["aws:efs/accessPoint:AccessPoint"],
  check: (point) => {
    const path = point.get("rootDirectory", "path");
    return /^\/*$/.test(path.string() ?? "")
      ? [path.fail("The access point shows the whole file system; set rootDirectory.path to a directory of its own")]
      : [];
  },
  examples: {
    pass: [{ inputs: { rootDirectory: { path: "/shop" } } }],
    fail: [
      {
        name: "not set",
        inputs: { posixUser: { uid: 1000, gid: 1000 } },
        path: "/rootDirectory/path",
        message: "whole",
      },
      { inputs: { rootDirectory: { path: "/" } }, path: "/rootDirectory/path", message: "whole file system" },
    ],
    undecided: [{ inputs: { rootDirectory: { path: UNKNOWN } }, path: "/rootDirectory/path" }],
  },
});
