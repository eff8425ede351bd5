import { describe, expect, test } from "vitest";
import { hstsValue, responseHeaders } from "../../components/_headers.ts";
import { headers } from "./_edge.ts";

const where = 'Cdn "site"';

describe("responseHeaders", () => {
  test("overrides the origin with every header of the edge", () => {
    expect(responseHeaders(where, headers)).toEqual({
      securityHeadersConfig: {
        strictTransportSecurity: {
          accessControlMaxAgeSec: 31_536_000,
          includeSubdomains: true,
          preload: false,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "DENY", override: true },
        referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
        contentSecurityPolicy: { contentSecurityPolicy: "default-src 'self'; object-src 'none'", override: true },
      },
      customHeadersConfig: {
        items: [
          { header: "Permissions-Policy", value: "camera=(), geolocation=(self)", override: true },
          { header: "Cross-Origin-Opener-Policy", value: "same-origin-allow-popups", override: true },
          { header: "Cross-Origin-Resource-Policy", value: "same-site", override: true },
        ],
      },
      removeHeadersConfig: {
        items: [
          { header: "Server" },
          { header: "X-Powered-By" },
          { header: "x-amz-server-side-encryption" },
          { header: "x-amz-server-side-encryption-aws-kms-key-id" },
          { header: "x-amz-server-side-encryption-bucket-key-enabled" },
          { header: "x-amz-version-id" },
        ],
      },
    });
  });

  test("sends a policy that only reports as a custom header, and nothing that enforces", () => {
    const made = responseHeaders(where, { ...headers, csp: { ...cspOf(), mode: "report-only" } });
    expect(made).not.toHaveProperty("securityHeadersConfig.contentSecurityPolicy");
    expect(made).toHaveProperty("customHeadersConfig.items.3", {
      header: "Content-Security-Policy-Report-Only",
      value: "default-src 'self'; object-src 'none'",
      override: true,
    });
  });

  test("lets the application's own policy pass", () => {
    const made = responseHeaders(where, { ...headers, csp: "application" });
    expect(JSON.stringify(made)).not.toMatch(/content-?security-?policy/i);
  });

  test("sends the obsolete and the irrevocable only when asked", () => {
    const made = responseHeaders(where, { ...headers, xssProtection: true, hsts: { preload: true } });
    expect(made).toHaveProperty("securityHeadersConfig.xssProtection", {
      protection: true,
      modeBlock: true,
      override: true,
    });
    expect(made).toHaveProperty("securityHeadersConfig.strictTransportSecurity.preload", true);
  });

  test("answers listed origins alone, with credentials only when asked", () => {
    const made = responseHeaders(where, {
      ...headers,
      cors: { origins: ["https://app.example.com"], credentials: true, methods: ["GET", "PATCH"] },
    });
    expect(made.corsConfig).toEqual({
      accessControlAllowCredentials: true,
      accessControlAllowOrigins: { items: ["https://app.example.com"] },
      accessControlAllowMethods: { items: ["GET", "PATCH"] },
      accessControlAllowHeaders: { items: ["Authorization", "Content-Type"] },
      accessControlExposeHeaders: {
        items: ["Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"],
      },
      accessControlMaxAgeSec: 3_600,
      originOverride: true,
    });
    expect(responseHeaders(where, { ...headers, cors: { origins: [] } })).not.toHaveProperty("corsConfig");
  });

  test.each([
    ["a short HSTS", { hsts: { maxAgeSeconds: 86_400 } }, "hsts.maxAgeSeconds is 86400"],
    ["every origin", { cors: { origins: ["*"] } }, `cors.origins has "*"`],
    ["an origin in the clear", { cors: { origins: ["http://a.example"] } }, "cors.origins"],
    ["every header", { cors: { origins: ["https://a.example"], headers: ["*"] } }, `cors.headers has "*"`],
    ["a long preflight", { cors: { origins: ["https://a.example"], maxAgeSeconds: 86_401 } }, "cors.maxAgeSeconds"],
    ["no permissions", { permissionsPolicy: {} }, "permissionsPolicy is empty"],
    ["a broken permission", { permissionsPolicy: { camera: ["*"] } }, `permissionsPolicy["camera"] has "*"`],
  ])("refuses %s", (_, more, message) => {
    expect(() => responseHeaders(where, { ...headers, ...more })).toThrow(message);
  });

  test("refuses more custom headers than CloudFront takes", () => {
    const extra = Array.from({ length: 8 }, (_, index) => ({ header: `X-${index}`, value: "1" }));
    expect(() => responseHeaders(where, headers, extra)).toThrow("11 custom headers; CloudFront takes 10");
  });
});

test("writes HSTS as text", () => {
  expect(hstsValue(where, undefined)).toBe("max-age=31536000; includeSubDomains");
  expect(hstsValue(where, { maxAgeSeconds: 63_072_000, preload: true })).toBe(
    "max-age=63072000; includeSubDomains; preload",
  );
});

function cspOf() {
  return headers.csp as Exclude<typeof headers.csp, "application">;
}
