import { describe, expect, test } from "vitest";
import { block, message, refusal } from "../_settings.ts";

describe("Hosts, edge and media", () => {
  test("refuses a host below no domain, and names the nearest", () => {
    expect(refusal({ workloads: { api: { hosts: ["api.{mian}"] } } })).toBe(
      message(
        block("workloads.api.hosts[0] refers to {mian}, which is no domain", '"api.{mian}"', "{main}", "api.{main}"),
      ),
    );
  });

  test("refuses a host of somebody else's domain", () => {
    expect(refusal({ workloads: { api: { hosts: ["api.elsewhere.com"] } } })).toBe(
      message(
        block(
          "workloads.api.hosts[0] belongs to none of the domains",
          '"api.elsewhere.com"',
          "a name in mahaseel.example.com",
        ),
      ),
    );
  });

  test("refuses a host that two parts answer for", () => {
    expect(refusal({ site: { hosts: ["api.{main}"] } })).toBe(
      message(
        block(
          "site.hosts[0] is a host of workloads.api too",
          '"api.{main}"',
          "a host of its own; share one by routes of a single workload",
        ),
      ),
    );
  });

  test("refuses to send cookies to foreign origins", () => {
    expect(refusal({ edge: { cors: { origins: ["https://partner.org"], credentials: true } } })).toBe(
      message(
        block(
          "edge.cors.origins[0] would get the users' cookies though it is foreign",
          '"https://partner.org"',
          "an origin in mahaseel.example.com, or credentials: false",
        ),
      ),
    );
  });

  test("refuses scripts that may be injected, unless a reason is given", () => {
    expect(
      refusal({ edge: { headers: { csp: { directives: { "script-src": ["'self'", "'unsafe-inline'"] } } } } }),
    ).toBe(
      message(
        block(
          "edge.headers.csp.directives.script-src[1] lets injected scripts run",
          "\"'unsafe-inline'\"",
          'hashes or nonces; or edge.headers.csp.unsafe: { reason: "…" }',
        ),
      ),
    );
  });

  test("refuses sources beside 'none'", () => {
    expect(refusal({ edge: { headers: { csp: { directives: { "object-src": ["'none'", "'self'"] } } } } })).toBe(
      message(
        block(
          "edge.headers.csp.directives.object-src has sources beside 'none'",
          "a list of 2 items",
          "'none' alone, or the sources without it: browsers ignore 'none' beside others",
        ),
      ),
    );
  });

  test("refuses a directive that does not exist", () => {
    expect(refusal({ edge: { headers: { csp: { directives: { "sript-src": ["'self'"] } } } } })).toBe(
      message(
        block(
          "edge.headers.csp.directives.sript-src is not a setting",
          "a list of 1 item",
          "one of the keys default-src, script-src, style-src, img-src, font-src, connect-src, media-src, frame-src, worker-src, manifest-src, object-src, base-uri, form-action, frame-ancestors",
          "edge.headers.csp.directives.script-src",
        ),
      ),
    );
  });

  test("refuses uploads larger than the scanner reads", () => {
    expect(refusal({ media: { maxUploadMib: 100 } })).toBe(
      message(
        block(
          "media.maxUploadMib is more than the scanner reads",
          "100",
          "at most antivirus.maxFileMib, 25: a file that is not scanned whole is never clean",
        ),
      ),
    );
  });

  test("refuses media without a scanner", () => {
    expect(
      refusal({
        antivirus: null,
        workloads: { api: { connects: ["pooler", "state", "cache"], env: { CLAMD_HOST: null, CLAMD_PORT: null } } },
      }),
    ).toBe(message(block("antivirus is missing", "nothing", "antivirus, because media serves nothing unscanned")));
  });

  test("refuses facts of a part that is not there", () => {
    expect(
      refusal({
        media: null,
        workloads: {
          api: { media: [], env: { CDN_BASE_URL: null } },
          worker: { media: [], env: { S3_BUCKET: null, CDN_BASE_URL: null } },
        },
      }),
    ).toBe(
      message(
        block(
          "workloads.api.env.S3_BUCKET.from needs media, which is not set",
          '"media.upload-bucket"',
          "set media, or take the variable away",
          undefined,
          "stacks/environments/prod.ts",
        ),
      ),
    );
  });

  test("refuses networks that WAF refuses, or that nobody comes from", () => {
    expect(refusal({ edge: { waf: { blockedCidrs: ["0.0.0.0/0"] } } })).toBe(
      message(
        block("edge.waf.blockedCidrs[0] is everybody, which WAF refuses", '"0.0.0.0/0"', "networks narrower than /0"),
      ),
    );
    expect(refusal({ workloads: { api: { routes: [{ path: "/*", allowedCidrs: ["10.1.0.0/16"] }] } } })).toBe(
      message(
        block(
          "workloads.api.routes[0].allowedCidrs[0] is private, so that nobody ever comes from there",
          '"10.1.0.0/16"',
          "public networks: the CDN sees the address with which somebody comes out of an office or a VPN",
        ),
      ),
    );
  });

  test("refuses more rate rules than WAF takes, and the name of the general one", () => {
    const rule = { paths: ["/login"], requests: 10 };
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`rule-${index}`, rule]));
    expect(refusal({ edge: { waf: { rateRules: many } } })).toContain("edge.waf.rateRules has 12 rules");
    expect(refusal({ edge: { waf: { rateRules: { everything: rule } } } })).toContain(
      "edge.waf.rateRules.everything has the name of the general limit",
    );
  });

  test("refuses to wait for answers longer than the load balancer does", () => {
    expect(refusal({ workloads: { api: { idleTimeoutSeconds: 60 } }, edge: { responseSeconds: 90 } })).toBe(
      message(
        block(
          "edge.responseSeconds is longer than the load balancer waits",
          "90",
          "at most 60, or a web workload with a larger idleTimeoutSeconds",
        ),
      ),
    );
    expect(refusal({ edge: { responseSeconds: 90 } })).toBe("no error");
  });

  test("refuses media that no page may upload", () => {
    expect(refusal({ edge: { cors: { origins: [] } } })).toContain(
      "edge.cors.origins is empty, so that no page could upload media",
    );
  });

  test("refuses a host listed twice, one too long for the certificate, and none at all", () => {
    expect(refusal({ workloads: { api: { hosts: ["api.{main}", "api.{main}"] } } })).toContain(
      "workloads.api.hosts[1] is listed twice",
    );
    expect(refusal({ workloads: { api: { hosts: [`${"a".repeat(60)}.{main}`] } } })).toContain(
      "workloads.api.hosts[0] names the certificate, and has 81 characters",
    );
    const none = {
      workloads: { api: null, migrate: { before: ["worker"] } },
      site: null,
      media: null,
      antivirus: null,
    };
    expect(refusal(none)).toContain("workloads leave the platform without a public host");
  });

  test("refuses two domains of one zone, and records of the platform's own that others would write", () => {
    const other = { name: "example.org", hostedZoneId: "Z0EXAMPLE0MAHASEEL01" };
    expect(refusal({ domains: { other } })).toContain("domains.other.hostedZoneId is the zone of domains.main too");
    expect(refusal({ domains: { main: { recordsExist: true } } })).toContain(
      "domains.main.recordsExist is for records that others write",
    );
  });
});
