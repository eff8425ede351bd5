import { all, defineRule } from "../../../rule.ts";
import { UNKNOWN, type Value } from "../../../value.ts";
import { awsDocs } from "../_links.ts";

const PATH = "/securityHeadersConfig/contentSecurityPolicy/contentSecurityPolicy";

export default defineRule({
  id: "cloudfront-csp",
  title: "Send a content security policy that has no unsafe-inline scripts and no wildcard source.",
  severity: "medium",
  profile: "extended",
  scope: "resource",
  why: "It contains script injection.",
  fix: "Set contentSecurityPolicy to a text such as \"default-src 'self'; object-src 'none'\" with override true.",
  links: [
    awsDocs(
      "Response headers policies",
      "AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
    ),
    { title: "MDN: Content Security Policy", url: "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP" },
  ],
  types: ["aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy"],
  check: (policy) => {
    const csp = policy.get("securityHeadersConfig", "contentSecurityPolicy");
    return all(
      () => {
        const text = csp.get("contentSecurityPolicy");
        const fault = faultOf(text.string() ?? "");
        return fault === undefined ? [] : [text.fail(`${fault}; name the sources of scripts in contentSecurityPolicy`)];
      },
      () => csp.get("override").mustBe(true, "The origin may replace the policy; set override to true"),
    );
  },
  examples: {
    pass: [
      { inputs: headers({ contentSecurityPolicy: "default-src 'self'; img-src https://*.example", override: true }) },
      {
        name: "browsers that know nonces ignore unsafe-inline",
        inputs: headers({ contentSecurityPolicy: "script-src 'nonce-a1' 'unsafe-inline'", override: true }),
      },
    ],
    fail: [
      { name: "not set", inputs: { name: "shop" }, path: PATH, message: "No policy limits" },
      {
        inputs: headers({
          contentSecurityPolicy: "default-src 'self'; script-src 'self' 'unsafe-inline'",
          override: true,
        }),
        path: PATH,
        message: "Injected scripts run",
      },
      {
        inputs: headers({ contentSecurityPolicy: "default-src 'self'; img-src *", override: true }),
        path: PATH,
        message: "any host",
      },
      {
        inputs: headers({ contentSecurityPolicy: "default-src 'self'", override: false }),
        path: "/securityHeadersConfig/contentSecurityPolicy/override",
        message: "may replace",
      },
    ],
    undecided: [
      { inputs: headers({ contentSecurityPolicy: UNKNOWN, override: true }), path: PATH },
      {
        inputs: headers({ contentSecurityPolicy: "default-src 'self'", override: UNKNOWN }),
        path: "/securityHeadersConfig/contentSecurityPolicy/override",
      },
    ],
  },
});
function faultOf(text: string): string | undefined {
  const directives = new Map<string, readonly string[]>();
  for (const part of text.split(";")) {
    const [name = "", ...sources] = part.trim().toLowerCase().split(/\s+/);
    // Browsers keep the first of two directives of one name.
    if (name !== "" && !directives.has(name)) directives.set(name, sources);
  }
  const scripts = directives.get("script-src") ?? directives.get("default-src");
  if (scripts === undefined) return "No policy limits what scripts run";
  const trusted = scripts.some((source) => /^'(?:nonce|sha\d+)-/.test(source));
  if (scripts.includes("'unsafe-inline'") && !trusted) return "Injected scripts run";
  const open = [...directives.values()].some((sources) => sources.includes("*"));
  return open || scripts.some((source) => /^https?:$/.test(source)) ? "Content may come from any host" : undefined;
}

function headers(contentSecurityPolicy: Value) {
  return { securityHeadersConfig: { contentSecurityPolicy } };
}
