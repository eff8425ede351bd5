import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { type SiteRewriteOptions, siteRewriteCode } from "../../../runtime/edge/code.ts";

interface Value {
  readonly value: string;
  readonly multiValue?: readonly Value[];
}
interface Answer {
  readonly uri?: string;
  readonly statusCode?: number;
  readonly headers?: Record<string, Value>;
}

/** Runs the code as CloudFront gets it, with nothing around it. */
function ask(uri: string, options: Partial<SiteRewriteOptions> = {}, querystring: Record<string, Value> = {}): Answer {
  const code = siteRewriteCode({ cleanUrls: true, pages: ["about", "legal/terms"], ...options });
  const request = { method: "GET", uri, querystring, headers: {}, cookies: {} };
  const event = { version: "1.0", context: { eventType: "viewer-request" }, request };
  return runInContext(`${code}\nhandler(event)`, createContext({ event })) as Answer;
}

describe("the site's rewrite function", () => {
  test.each([
    ["/", "/index.html"],
    ["/dashboard", "/index.html"],
    ["/users/42/edit", "/index.html"],
    ["/about", "/about.html"],
    ["/legal/terms", "/legal/terms.html"],
    ["/assets/app.3f2a.js", "/assets/app.3f2a.js"],
    ["/favicon.ico", "/favicon.ico"],
    ["/site.webmanifest", "/site.webmanifest"],
    ["/.well-known/apple-app-site-association", "/.well-known/apple-app-site-association"],
    ["/.well-known/security.txt", "/.well-known/security.txt"],
    ["//dashboard", "/index.html"],
    ["/v1.2/notes", "/index.html"],
    ["/constructor", "/index.html"],
  ])("serves %s from %s", (uri, file) => {
    expect(ask(uri).uri).toBe(file);
  });

  test.each([
    ["/index.html", "/"],
    ["/about.html", "/about"],
    ["/about/", "/about"],
    ["/legal/index.html", "/legal"],
    ["/dashboard///", "/dashboard"],
  ])("leads %s to %s for good", (uri, location) => {
    expect(ask(uri)).toEqual({
      statusCode: 301,
      statusDescription: "Moved Permanently",
      headers: { location: { value: location }, "cache-control": { value: "no-cache" } },
    });
  });

  test.each(["//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example/", "//evil.example/x.html"])(
    "never leads %s to another host",
    (uri) => {
      const location = ask(uri).headers?.["location"]?.value ?? "";
      expect(new URL(location, "https://site.example").host).toBe("site.example");
    },
  );

  test("keeps the query of what it redirects, every value as it was written", () => {
    const query = {
      q: { value: "a%26b" },
      tag: { value: "1", multiValue: [{ value: "1" }, { value: "2" }] },
      flag: { value: "" },
    };
    expect(ask("/about/", {}, query).headers?.["location"]?.value).toBe("/about?q=a%26b&tag=1&tag=2&flag");
  });

  test("redirects nothing where URLs are not cleaned", () => {
    expect(ask("/about.html", { cleanUrls: false }).uri).toBe("/about.html");
    expect(ask("/about/", { cleanUrls: false }).uri).toBe("/about.html");
    expect(ask("/dashboard/", { cleanUrls: false }).uri).toBe("/index.html");
  });

  test("fits CloudFront's quota, and says so when it does not", () => {
    expect(Buffer.byteLength(siteRewriteCode({ cleanUrls: true, pages: [] }))).toBeLessThan(10_240);
    const pages = Array.from({ length: 900 }, (_, index) => `page-${index}`);
    expect(() => siteRewriteCode({ cleanUrls: true, pages })).toThrow("CloudFront takes 10240");
  });
});
