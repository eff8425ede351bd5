import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonFault, offsetOfPath, positionAt } from "../../../engine/inputs/json-position.ts";
import type { PathKey } from "../../../policies/pointer.ts";

describe("where JSON is wrong", () => {
  test.each([
    ["", 0, "the text ends where a value is expected"],
    ['{"a": }', 6, '"}" where a value is expected'],
    ['{"a": 1,}', 8, '"}" where a key in double quotes is expected'],
    ['{"a" 1}', 5, '"1" where ":" is expected'],
    ["[1 2]", 3, '"2" where "," or "]" is expected'],
    ["[1,]", 3, '"]" where a value is expected'],
    ["{} x", 3, '"x" where the end is expected'],
    ['{"a": 01}', 6, '"0" where a value is expected'],
    ['["a\nb"]', 1, "this string is not closed or not valid where a value is expected"],
    ['{"a": "\\x"}', 6, "this string is not closed or not valid where a value is expected"],
    ["[".repeat(100_000), 100_000, "the text ends where a value is expected"],
    [`["${"a".repeat(5_000_000)}", oops]`, 5_000_005, '"o" where a value is expected'],
  ])("%.20s", (text, offset, complaint) => {
    expect(jsonFault(text)).toEqual({ offset, complaint });
  });

  test("finds a fault exactly in what JSON.parse refuses", () => {
    const json = fc.json({ maxDepth: 4 });
    const broken = fc
      .tuple(json, fc.nat(), fc.constantFrom("", "}", "]", ",", '"', "\\", "0", "e", "\n", "\u2028"))
      .map(
        ([text, at, sign]) => text.slice(0, at % (text.length + 1)) + sign + text.slice((at % (text.length + 1)) + 1),
      );
    fc.assert(
      fc.property(fc.oneof(json, broken, fc.string()), (text) => {
        expect(jsonFault(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 3000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("where a value stands in JSON", () => {
  test.each<[PathKey[], string]>([
    [[], "{"],
    [["a"], "[10"],
    [["a", 1], "{"],
    [["a", 1, "b/c"], "true"],
    [["__proto__"], "null"],
  ])("%j", (path, start) => {
    const text = '{ "a": [10, {"b/c": true}], "__proto__": null }';
    expect(text.slice(offsetOfPath(text, path))).toMatch(new RegExp(`^${start.replace(/[[{]/g, String.raw`\$&`)}`));
  });

  test("says when there is none", () => {
    expect(offsetOfPath('{"a": []}', ["a", 0])).toBeUndefined();
    expect(offsetOfPath('{"a": []}', ["b"])).toBeUndefined();
  });

  test("counts lines and columns from one", () => {
    expect(positionAt("a\nbc\n", 0)).toEqual({ line: 1, column: 1 });
    expect(positionAt("a\nbc\n", 3)).toEqual({ line: 2, column: 2 });
    expect(positionAt("a\nbc\n", 5)).toEqual({ line: 3, column: 1 });
  });
});
