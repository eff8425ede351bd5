import fc from "fast-check";
import { expect, test } from "vitest";
import { formatPointer, parsePointer, toPointer } from "../../policies/pointer.ts";

test("prints the way people write paths", () => {
  expect(formatPointer("/a/b/0/c.d")).toBe('a.b[0]["c.d"]');
  expect(formatPointer("/metadata/annotations/eks.amazonaws.com~1role-arn")).toBe(
    'metadata.annotations["eks.amazonaws.com/role-arn"]',
  );
  expect(formatPointer("")).toBe("");
});

test("refuses what is no pointer", () => {
  expect(() => parsePointer("a/b")).toThrow('"a/b" is not a JSON Pointer: it must be empty or start with "/"');
});

test("survives a round trip with any keys", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (keys) => {
      expect(parsePointer(toPointer(keys))).toEqual(keys);
    }),
  );
});
