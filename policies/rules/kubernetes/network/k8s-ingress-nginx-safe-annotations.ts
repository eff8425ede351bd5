import { defineRule, each } from "../../../rule.ts";
import { UNKNOWN } from "../../../value.ts";
import { INGRESS_TYPES, NGINX } from "../_ingress.ts";
import { NGINX_ANNOTATIONS } from "../_links.ts";
import { ingress } from "./_examples.ts";

/** Annotations whose text the controller writes into its configuration file. */
const WRITTEN_THROUGH = new Set(
  [
    "affinity-mode",
    "app-root",
    "auth-cache-duration",
    "auth-cache-key",
    "auth-method",
    "auth-proxy-set-headers",
    "auth-realm",
    "auth-request-redirect",
    "auth-response-headers",
    "auth-signin",
    "auth-signin-redirect-param",
    "auth-snippet",
    "auth-tls-error-page",
    "auth-tls-match-cn",
    "auth-url",
    "backend-protocol",
    "canary-by-header",
    "canary-by-header-pattern",
    "canary-by-header-value",
    "client-body-buffer-size",
    "connection-proxy-header",
    "cors-allow-headers",
    "cors-allow-methods",
    "cors-allow-origin",
    "cors-expose-headers",
    "custom-http-errors",
    "fastcgi-index",
    "load-balance",
    "mirror-host",
    "mirror-target",
    "permanent-redirect",
    "proxy-body-size",
    "proxy-buffer-size",
    "proxy-cookie-domain",
    "proxy-http-version",
    "proxy-redirect-from",
    "proxy-redirect-to",
    "proxy-ssl-ciphers",
    "proxy-ssl-name",
    "proxy-ssl-protocols",
    "rewrite-target",
    "server-alias",
    "session-cookie-domain",
    "session-cookie-name",
    "session-cookie-path",
    "session-cookie-samesite",
    "ssl-ciphers",
    "temporal-redirect",
    "upstream-hash-by",
    "upstream-vhost",
    "x-forwarded-prefix",
  ].map((name) => `${NGINX}/${name}`),
);
/** What ends a value or opens a block or comment in nginx's language, or loads code. */
const DIRECTIVES = /[\r\n;{}#`]|\b(?:load_module|ssl_engine|lua_|content_by_lua|proxy_pass)\b/;
/** Braces that count repetitions in a regular expression. */
const REPETITIONS = /\{\d+(?:,\d*)?\}/g;

export default defineRule({
  id: "k8s-ingress-nginx-safe-annotations",
  title: "Refuse nginx annotations with unsafe values such as auth targets or rewrites that carry directives.",
  severity: "high",
  profile: "baseline",
  scope: "resource",
  why: "The controller writes these values into its configuration: a directive in one runs code in it (CVE-2025-1097, -1098, -24514).",
  fix: "Remove line breaks, semicolons, braces, backticks, number signs and directives from the annotation's value; move off the archived controller.",
  links: [
    NGINX_ANNOTATIONS,
    { title: "CVE-2025-1974", url: "https://kubernetes.io/blog/2025/03/24/ingress-nginx-cve-2025-1974/" },
  ],
  types: INGRESS_TYPES,
  check: (resource) =>
    each(resource.get("metadata", "annotations").entries(), ([name, value]) => {
      if (!WRITTEN_THROUGH.has(name) || !DIRECTIVES.test((value.string() ?? "").replace(REPETITIONS, ""))) return [];
      return [value.fail(`the annotation ${name} carries configuration of the proxy; keep it to a plain value.`)];
    }),
  examples: {
    pass: [
      { inputs: ingress({}) },
      {
        inputs: ingress(
          {},
          { [`${NGINX}/rewrite-target`]: "/$2", [`${NGINX}/auth-url`]: "https://auth.example.com/check" },
        ),
      },
      { inputs: ingress({}, { [`${NGINX}/auth-tls-match-cn`]: "CN=client-[0-9]{2}" }) },
      { inputs: ingress({}, { [`${NGINX}/auth-cache-key`]: "$remote_user$http_authorization" }) },
    ],
    fail: [
      {
        inputs: ingress({}, { [`${NGINX}/rewrite-target`]: "/$2", [`${NGINX}/auth-url`]: "http://a/#;ssl_engine x;" }),
        path: "/metadata/annotations/nginx.ingress.kubernetes.io~1auth-url",
        message: "auth-url carries configuration",
      },
      {
        inputs: ingress({}, { [`${NGINX}/rewrite-target`]: "/x;\n}\nlocation /y {" }),
        path: "/metadata/annotations/nginx.ingress.kubernetes.io~1rewrite-target",
        message: "rewrite-target carries configuration",
      },
      {
        name: "behind a plain beginning",
        inputs: ingress({}, { [`${NGINX}/proxy-body-size`]: "8m;} location /y {" }),
        path: "/metadata/annotations/nginx.ingress.kubernetes.io~1proxy-body-size",
        message: "proxy-body-size carries configuration",
      },
    ],
    undecided: [
      {
        inputs: ingress({}, { [`${NGINX}/auth-url`]: UNKNOWN }),
        path: "/metadata/annotations/nginx.ingress.kubernetes.io~1auth-url",
      },
      { inputs: ingress({}, UNKNOWN), path: "/metadata/annotations" },
    ],
  },
});
