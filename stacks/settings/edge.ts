import * as z from "zod";
import { cidr, host, origin, reason, referenceName, urlPath, whole } from "./_fields.ts";
import { TEMPLATE_PATTERN } from "./_templates.ts";

const SOURCE = new RegExp(
  String.raw`^('self'|'none'|'unsafe-inline'|'unsafe-eval'|'wasm-unsafe-eval'|'strict-dynamic'|'report-sample'|data:|blob:|https:|wss:|(https|wss)://(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*(${TEMPLATE_PATTERN}|[a-z]{2,63})(:\d{2,5})?(/[\w\-./]*)?)$`,
);
const sources = z
  .array(
    z.string().regex(SOURCE).meta({ allowed: "a CSP source such as 'self', data:, https: or https://js.stripe.com" }),
  )
  .min(1)
  .meta({ allowed: "a list of at least one source; write ['none'] to forbid" });

/** The fetch, document and navigation directives that take sources. */
const DIRECTIVES = {
  "default-src": sources.default(["'self'"]).describe("Where anything may come from unless said otherwise."),
  "script-src": z.exactOptional(sources).describe("Scripts."),
  "style-src": z.exactOptional(sources).describe("Styles."),
  "img-src": z.exactOptional(sources).describe("Images."),
  "font-src": z.exactOptional(sources).describe("Fonts."),
  "connect-src": z.exactOptional(sources).describe("Requests and WebSockets from scripts."),
  "media-src": z.exactOptional(sources).describe("Audio and video."),
  "frame-src": z.exactOptional(sources).describe("Frames."),
  "worker-src": z.exactOptional(sources).describe("Workers."),
  "manifest-src": z.exactOptional(sources).describe("Web application manifests."),
  "object-src": sources.default(["'none'"]).describe("Plug-ins."),
  "base-uri": sources.default(["'self'"]).describe("Values of the base element."),
  "form-action": sources.default(["'self'"]).describe("Targets of forms."),
  "frame-ancestors": sources.default(["'none'"]).describe("Who may frame the site."),
};

const csp = z
  .strictObject({
    owner: z
      .enum(["edge", "application"])
      .default("edge")
      .describe("Who writes the header; the application where it uses nonces."),
    mode: z.enum(["enforce", "report-only"]).default("enforce").describe("Whether browsers block or only report."),
    directives: z.strictObject(DIRECTIVES).prefault({}).describe("Sources by directive."),
    unsafe: z
      .exactOptional(z.strictObject({ reason: reason().describe("Why scripts need it.") }))
      .describe("Admits 'unsafe-inline' and 'unsafe-eval' for scripts."),
    reportPath: z.exactOptional(urlPath).describe("Path that takes violation reports."),
  })
  .prefault({})
  .describe("Content-Security-Policy.");

const headers = z
  .strictObject({
    hsts: z
      .strictObject({
        maxAgeSeconds: whole(31_536_000, 63_072_000, "seconds")
          .default(31_536_000)
          .describe("How long browsers insist on TLS; a year at least."),
        includeSubdomains: z.literal(true).default(true).describe("Always with subdomains."),
        preload: z
          .boolean()
          .default(false)
          .describe("Asks for the browsers' built-in list. Only in prod; hard to undo."),
      })
      .prefault({})
      .describe("Strict-Transport-Security."),
    frameOptions: z.enum(["DENY", "SAMEORIGIN"]).default("DENY").describe("X-Frame-Options."),
    referrerPolicy: z
      .enum(["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"])
      .default("strict-origin-when-cross-origin")
      .describe("Referrer-Policy."),
    xssProtection: z.boolean().default(false).describe("Sends the obsolete X-XSS-Protection: 1; mode=block."),
    permissionsPolicy: z
      .partialRecord(
        z.enum([
          "accelerometer",
          "autoplay",
          "camera",
          "display-capture",
          "fullscreen",
          "geolocation",
          "gyroscope",
          "magnetometer",
          "microphone",
          "midi",
          "payment",
          "publickey-credentials-get",
          "screen-wake-lock",
          "usb",
        ]),
        z.array(
          z
            .string()
            .regex(/^(self|https:\/\/[a-z0-9.-]+)$/)
            .meta({ allowed: "self or an https origin" }),
        ),
      )
      .default({
        accelerometer: [],
        autoplay: [],
        camera: [],
        "display-capture": [],
        fullscreen: [],
        geolocation: [],
        gyroscope: [],
        magnetometer: [],
        microphone: [],
        midi: [],
        payment: [],
        "publickey-credentials-get": [],
        "screen-wake-lock": [],
        usb: [],
      })
      .describe("Permissions-Policy: who may use a feature of the device; an empty list is nobody."),
    csp,
  })
  .prefault({})
  .describe("Response headers. X-Content-Type-Options: nosniff is always sent.");

const cors = z
  .strictObject({
    origins: z.array(origin).default([]).describe("Origins that browsers may call from."),
    methods: z
      .array(z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]))
      .default(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
      .describe("Methods they may use."),
    headers: z
      .array(
        z
          .string()
          .regex(/^[A-Za-z][A-Za-z0-9-]*$/)
          .meta({ allowed: "a header's name" }),
      )
      .default(["Authorization", "Content-Type"])
      .describe("Request headers they may send."),
    credentials: z.boolean().default(false).describe("Whether cookies are sent."),
    maxAgeSeconds: whole(0, 86_400, "seconds").default(3_600).describe("How long a preflight is remembered."),
  })
  .prefault({})
  .describe("Cross-origin requests.");

const rateRule = z.strictObject({
  paths: z.array(urlPath).min(1).describe("Paths that are counted together."),
  requests: whole(10, 20_000, "requests").describe(
    "Most requests of one address in a window. The web ACL counts approximately and cannot go below 10.",
  ),
  windowSeconds: z
    .literal([60, 120, 300, 600])
    .default(60)
    .meta({ allowed: "60, 120, 300 or 600 seconds" })
    .describe("The window."),
});

const waf = z
  .strictObject({
    rateRules: z
      .record(referenceName, rateRule)
      .default({})
      .describe("Walls against floods on single paths. Exact limits belong to `limits`."),
    requestsPerAddress: whole(100, 2_000_000, "requests in five minutes")
      .default(3_000)
      .describe("Most requests of one address for everything."),
    maxBodyKib: whole(8, 64, "KiB").default(64).describe("Largest request body outside media uploads."),
    blockedCidrs: z.array(cidr).default([]).describe("Networks that are turned away."),
    blockedCountries: z
      .array(
        z
          .string()
          .regex(/^[A-Z]{2}$/)
          .meta({ allowed: "an ISO 3166 country code such as SE" }),
      )
      .default([])
      .describe("Countries that are turned away."),
  })
  .prefault({})
  .describe("The web ACL at the CDN. Managed rule groups always block.");

export const edge = z
  .strictObject({
    headers,
    cors,
    waf,
    responseSeconds: whole(1, 120, "seconds")
      .default(30)
      .describe(
        "How long the CDN waits for an answer to begin, and between its parts, before it answers 504. WebSockets are not held to it. What takes longer belongs to a worker, with an answer at once and another request for the result.",
      ),
    caa: z
      .array(
        z
          .string()
          .regex(/^[a-z0-9.-]+$/)
          .meta({ allowed: "a certificate authority's domain such as amazon.com" }),
      )
      .default(["amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com"])
      .describe("Certificate authorities that may issue for the domains."),
  })
  .prefault({})
  .describe("CDN, load balancer and web ACL.");

export const site = z
  .strictObject({
    hosts: z.array(host).min(1).describe("Hosts of the static web application."),
    cleanUrls: z.boolean().default(true).describe("Serves /about from about.html and unknown paths from index.html."),
    assetTtlSeconds: whole(0, 31_536_000, "seconds")
      .default(31_536_000)
      .describe("How long files with a hash in their name are cached."),
  })
  .describe("The single-page application behind the CDN.");
