import Ajv4Module, { type ValidateFunction } from "ajv-draft-04";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { renderSarif } from "../../../engine/report/sarif.ts";
import { rules } from "../../../policies/rules/index.ts";
import { sarifSchema } from "../../../tools/ci/modules.ts";
import { anyReport, finding, preview, report } from "../../engine/report/_findings.ts";

let validate: ValidateFunction;
beforeAll(() => {
  // Both packages are CommonJS, whose default export Node and TypeScript see differently.
  const Ajv4 = Ajv4Module.default;
  const ajv = new Ajv4({ allErrors: true, strict: false });
  addFormats.default(ajv);
  validate = ajv.compile(sarifSchema());
});

function complaints(text: string): unknown {
  return validate(JSON.parse(text)) ? [] : validate.errors;
}

test("any report is valid SARIF 2.1.0 by the official schema", () => {
  fc.assert(
    fc.property(anyReport, (any) => {
      expect(complaints(renderSarif(any))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test("so is one of 30,000 findings of every rule", () => {
  const findings = Array.from({ length: 30_000 }, (_, index) =>
    finding({
      rule: rules[index % rules.length]?.id ?? "",
      identity: `shop/resource-${index}`,
      fingerprint: index.toString(16).padStart(16, "0"),
    }),
  );
  expect(complaints(renderSarif(report([preview(findings)])))).toEqual([]);
});

test("the schema is one that refuses", () => {
  const log = JSON.parse(renderSarif(report([preview([finding()])])));
  log.runs[0].results[0].level = "grave";
  expect(complaints(JSON.stringify(log))).not.toEqual([]);
});
