import { expect, test } from "vitest";
import { redactor } from "../../../engine/record/redact.ts";

const redact = redactor({
  values: {
    "shop:password": "correct horse",
    "shop:longer": "correct horse battery",
    "shop:pin": "123",
    "shop:name": "shop",
  },
  secretKeys: ["shop:password", "shop:longer", "shop:pin", "shop:gone"],
});

test("values of secret configuration are struck out, the longest first", () => {
  expect(redact("correct horse battery, correct horse, shop")).toBe("[secret], [secret], shop");
});

test("a secret too short to be told from ordinary text is left alone", () => {
  expect(redact("line 123")).toBe("line 123");
});
