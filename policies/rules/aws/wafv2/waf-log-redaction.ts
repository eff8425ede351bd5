import { z } from "zod";
import { defineRule, some } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";

const HEADERS = ["authorization", "cookie"];

export default defineRule({
  id: "waf-log-redaction",
  title: "Redact authorization and cookie fields in firewall logs.",
  severity: "low",
  profile: "extended",
  scope: "resource",
  why: "Logs must not become a store of live tokens.",
  fix: "Add authorization and cookie to redactedFields.",
  links: [awsDocs("Logging web ACL traffic", "waf/latest/developerguide/logging.html")],
  types: ["aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"],
  config: z.object({
    headers: z.array(z.string()).default(HEADERS).describe("Headers, in lower case, that hold secrets."),
  }),
  check: (logging, { config }) => {
    const redacted = logging.get("redactedFields");
    const items = redacted.items();
    const missing = config.headers.filter(
      (header) => !some(items, (item) => item.get("singleHeader", "name").string()?.toLowerCase() === header),
    );
    return missing.length === 0
      ? []
      : [redacted.fail(`The logs hold live tokens; redact the headers ${missing.join(" and ")} in redactedFields`)];
  },
  remediate: (logging) =>
    whenUnset(
      logging,
      "redactedFields",
      HEADERS.map((name) => ({ singleHeader: { name } })),
    ),
  examples: {
    pass: [
      {
        inputs: { redactedFields: [{ singleHeader: { name: "Authorization" } }, { singleHeader: { name: "cookie" } }] },
      },
    ],
    fail: [
      {
        name: "not set",
        inputs: { resourceArn: UNKNOWN },
        path: "/redactedFields",
        message: "authorization and cookie",
      },
      {
        inputs: { redactedFields: [{ singleHeader: { name: "authorization" } }] },
        path: "/redactedFields",
        message: "headers cookie",
      },
    ],
    undecided: [
      { inputs: { redactedFields: UNKNOWN }, path: "/redactedFields" },
      {
        inputs: { redactedFields: [{ singleHeader: { name: UNKNOWN } }] },
        path: "/redactedFields/0/singleHeader/name",
      },
    ],
  },
});
