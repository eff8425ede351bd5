import { transformSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { exampleCode } from "../../../engine/report/example-code.ts";
import { rules } from "../../../policies/rules/index.ts";
import { Secret, UNKNOWN } from "../../../policies/value.ts";
import { ref } from "../../../policies/examples.ts";
import { rulePages } from "../../../tools/docs/rules.ts";

const pages = rulePages();

describe("the page of each rule", () => {
  test("is listed, and holds what a reader needs", () => {
    const overview = pages.get("docs/rules/README.md") ?? "";
    for (const { id, title, why, fix } of rules) {
      const page = pages.get(`docs/rules/${id}.md`) ?? "";
      expect(overview).toContain(`[${id}](${id}.md)`);
      for (const text of [title, why, fix, "## What fails", "## Remediation", "## Waiver", "## References"]) {
        expect(page).toContain(text);
      }
    }
    expect(pages.size).toBe(rules.length + 1);
  });

  test("holds examples that are code", () => {
    for (const [file, page] of pages) {
      for (const [, code = ""] of page.matchAll(/```ts\n([^]*?)```/g)) {
        const statement = code.startsWith("{") ? `(${code})` : code;
        expect(() => transformSync(statement, { loader: "ts" }), `${file}\n${code}`).not.toThrow();
      }
    }
  });
});

describe("an example as code", () => {
  test("names classes as the SDKs do, and what JSON cannot say", () => {
    const inputs = { bucket: ref("log"), secret: new Secret("x"), later: UNKNOWN, "a-b": "line\n`${x}`" };
    const stack = [{ type: "aws:s3/bucket:Bucket", name: "log", inputs: {} }];
    expect(exampleCode({ inputs, stack, tier: "prod" }, "aws:ec2/flowLog:FlowLog"))
      .toBe(`// In an environment of tier prod
const log = new aws.s3.Bucket("log", {});
const subject = new aws.ec2.FlowLog("subject", {
  bucket: log.id,
  secret: pulumi.secret("x"),
  later: notKnownYet,
  "a-b": \`line
\\\`\\\${x}\\\`\`,
});`);
  });

  test.each([
    ["kubernetes:apps/v1:Deployment", "kubernetes.apps.v1.Deployment"],
    ["kubernetes:rbac.authorization.k8s.io/v1:Role", "kubernetes.rbac.v1.Role"],
    ["kubernetes:helm.sh/v3:Release", "kubernetes.helm.v3.Release"],
    ["kubernetes:gateway.networking.k8s.io/v1:Gateway", "kubernetes.apiextensions.CustomResource"],
  ])("%s is %s", (type, className) => {
    expect(exampleCode({ inputs: {} }, type)).toContain(`new ${className}(`);
  });
});
