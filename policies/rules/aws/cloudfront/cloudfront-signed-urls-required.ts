import { UNKNOWN } from "../../../value.ts";
import { z } from "zod";
import { defineRule, each, every } from "../../../rule.ts";
import { referencesIn } from "../../_given.ts";
import { matches } from "../../_policy-document.ts";
import { awsDocs } from "../_links.ts";

export default defineRule({
  id: "cloudfront-signed-urls-required",
  title: "Require a trusted key group on every behaviour that serves private media.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "Without it anyone who learns a path can fetch the object.",
  fix: "Set trustedKeyGroups on the behaviour.",
  links: [awsDocs("Signed URLs and cookies", "AmazonCloudFront/latest/DeveloperGuide/PrivateContent.html")],
  types: ["aws:cloudfront/distribution:Distribution"],
  config: z.object({
    privatePaths: z.array(z.string()).default(["/media/*", "/private/*"]).describe("Path patterns of private content."),
  }),
  check: (distribution, { config }) =>
    each(distribution.get("orderedCacheBehaviors").items(), (behaviour) => {
      const groups = behaviour.get("trustedKeyGroups");
      const open = every(
        [
          () => isPrivate(behaviour.get("pathPattern").string() ?? "", config.privatePaths),
          () => referencesIn(distribution, groups).length === 0,
        ],
        (test) => test(),
      );
      return open ? [groups.fail("Whoever learns a path can fetch private media; set trustedKeyGroups")] : [];
    }),
  examples: {
    pass: [
      {
        inputs: {
          orderedCacheBehaviors: [
            { pathPattern: "/media/*", trustedKeyGroups: [UNKNOWN] },
            { pathPattern: "/assets/*" },
          ],
        },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { orderedCacheBehaviors: [{ pathPattern: "/assets/*" }, { pathPattern: "/media/*" }] },
        path: "/orderedCacheBehaviors/1/trustedKeyGroups",
        message: "private media",
      },
    ],
    undecided: [
      { inputs: { orderedCacheBehaviors: [{ pathPattern: UNKNOWN }] }, path: "/orderedCacheBehaviors/0/pathPattern" },
      {
        inputs: { orderedCacheBehaviors: [{ pathPattern: "/media/*", trustedKeyGroups: UNKNOWN }] },
        path: "/orderedCacheBehaviors/0/trustedKeyGroups",
      },
    ],
  },
});
/** Patterns may be written with or without the leading slash. */
function isPrivate(pattern: string, privatePaths: readonly string[]): boolean {
  const path = pattern.startsWith("/") ? pattern : `/${pattern}`;
  return privatePaths.some((wanted) => matches(wanted.toLowerCase(), path.toLowerCase()));
}
