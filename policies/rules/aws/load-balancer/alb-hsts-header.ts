import { z } from "zod";
import { NOT_APPLICABLE, defineRule } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { whenUnset } from "../../_remediation.ts";
import { awsDocs } from "../_links.ts";
import { knownText, listenerProtocol } from "../_listeners.ts";

const HEADER = "routingHttpResponseStrictTransportSecurityHeaderValue";
const SAFE = "max-age=31536000; includeSubDomains";

export default defineRule({
  id: "alb-hsts-header",
  title: "Add the HSTS response header on HTTPS listeners that serve browsers.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "Browsers then refuse later plain requests even without a CDN.",
  fix: `Set ${HEADER} to "${SAFE}".`,
  links: [
    awsDocs("Header modification", "elasticloadbalancing/latest/application/header-modification.html"),
    {
      title: "MDN: Strict-Transport-Security",
      url: "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Strict-Transport-Security",
    },
  ],
  types: ["aws:lb/listener:Listener"],
  config: z.object({ minMaxAge: z.number().int().default(31_536_000).describe("Shortest max-age in seconds.") }),
  check: (listener, { config }) => {
    if (listenerProtocol(listener) !== "HTTPS") return NOT_APPLICABLE;
    const header = listener.get(HEADER);
    const age = Number(/max-age\s*=\s*"?(\d+)/i.exec(header.string() ?? "")?.[1] ?? 0);
    return age >= config.minMaxAge
      ? []
      : [header.fail(`Browsers may come back over plain HTTP; set ${HEADER} with a max-age of ${config.minMaxAge}`)];
  },
  remediate: (listener) => (knownText(listener, "protocol") === "HTTPS" ? whenUnset(listener, HEADER, SAFE) : []),
  examples: {
    pass: [{ inputs: { protocol: "HTTPS", [HEADER]: "max-age=63072000; includeSubDomains; preload" } }],
    fail: [
      { name: "not set", inputs: { protocol: "HTTPS" }, path: `/${HEADER}`, message: "plain HTTP" },
      { inputs: { protocol: "HTTPS", [HEADER]: "max-age=300" }, path: `/${HEADER}`, message: "plain HTTP" },
    ],
    undecided: [
      { inputs: { protocol: "HTTPS", [HEADER]: UNKNOWN }, path: `/${HEADER}` },
      { inputs: { protocol: UNKNOWN }, path: "/protocol" },
    ],
  },
});
