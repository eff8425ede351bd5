import { describe, expect, test } from "vitest";
import { renderCsp } from "../../components/_csp.ts";

const where = 'Cdn "site"';

describe("renderCsp", () => {
  test("writes directives in the order given", () => {
    expect(
      renderCsp(where, {
        directives: { "default-src": ["'self'"], "connect-src": ["'self'", "wss://api.example.com"] },
        reportTo: "https://api.example.com/csp",
      }),
    ).toBe("default-src 'self'; connect-src 'self' wss://api.example.com; report-uri https://api.example.com/csp");
  });

  test.each([
    ["no directive", {}, "csp.directives is empty"],
    ["no source", { "img-src": [] }, `csp.directives["img-src"] is empty`],
    ["a semicolon", { "img-src": ["'self'; script-src *"] }, "a source holds no space, comma or semicolon"],
    ["a line end", { "img-src": ["'self'\r\nx: y"] }, "a source holds no space"],
    ["everybody", { "img-src": ["*"] }, "which is everybody"],
    ["sources beside none", { "img-src": ["'none'", "https:"] }, "browsers then ignore"],
    ["inline scripts", { "script-src": ["'unsafe-inline'"] }, "lets injected scripts run"],
    ["eval by default", { "default-src": ["'unsafe-eval'"] }, "lets injected scripts run"],
  ])("refuses %s", (_, directives, message) => {
    expect(() => renderCsp(where, { directives })).toThrow(message);
  });

  test("admits unsafe scripts for a reason, and unsafe styles without one", () => {
    const directives = { "script-src": ["'self'", "'unsafe-inline'"], "style-src": ["'unsafe-inline'"] };
    expect(() => renderCsp(where, { directives, unsafeScripts: { reason: " " } })).toThrow("unsafeScripts a reason");
    expect(renderCsp(where, { directives, unsafeScripts: { reason: "hashes come with the next version" } })).toContain(
      "script-src 'self' 'unsafe-inline'",
    );
    expect(renderCsp(where, { directives: { "style-src": ["'unsafe-inline'"] } })).toBe("style-src 'unsafe-inline'");
  });

  test("refuses a report address that is neither a path nor https", () => {
    const directives = { "default-src": ["'self'"] };
    expect(() => renderCsp(where, { directives, reportTo: "http://a.example/x" })).toThrow("csp.reportTo");
    expect(() => renderCsp(where, { directives, reportTo: "/x; script-src *" })).toThrow("csp.reportTo");
  });

  test("takes 1783 characters and no more", () => {
    const long = (length: number) => ({ "img-src": [`https://${"a".repeat(length - "img-src https://".length)}`] });
    expect(renderCsp(where, { directives: long(1_783) })).toHaveLength(1_783);
    expect(() => renderCsp(where, { directives: long(1_784) })).toThrow("has 1784 characters; CloudFront takes 1783");
  });
});
