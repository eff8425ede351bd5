import { defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { awsDocs, securityHub } from "../_links.ts";

export default defineRule({
  id: "ecs-fargate-platform-latest",
  title: "Run Fargate services on the latest platform version.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "An old version lacks its fixes, of the kernel among them.",
  fix: "Leave platformVersion out, or set it to LATEST.",
  links: [
    securityHub("ecs"),
    awsDocs("Fargate platform versions", "AmazonECS/latest/developerguide/platform-fargate.html"),
  ],
  types: ["aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"],
  check: (service) => {
    const version = service.get("platformVersion");
    return LATEST.has(version.string() ?? "LATEST")
      ? []
      : [version.fail("The platform version of Fargate is an old one; set platformVersion to LATEST")];
  },
  examples: {
    pass: [
      { inputs: { launchType: "FARGATE", platformVersion: "LATEST" } },
      { name: "not set", inputs: { launchType: "FARGATE" } },
    ],
    fail: [{ inputs: { platformVersion: "1.3.0" }, path: "/platformVersion", message: "old one" }],
    undecided: [{ inputs: { platformVersion: UNKNOWN }, path: "/platformVersion" }],
  },
});
/** The latest of Linux is 1.4.0, that of Windows 1.0.0. */
const LATEST = new Set(["LATEST", "1.4.0", "1.0.0"]);
