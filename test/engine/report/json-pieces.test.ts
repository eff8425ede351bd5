import { expect, test } from "vitest";
import { jsonPieces } from "../../../engine/report/_json-pieces.ts";

const entries = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({ id: index, text: `"\n{[,`, path: ["a", index], left: undefined }));

test.each([
  ["nothing long", { a: 1, b: entries(3), c: [] }],
  ["a list of its own", entries(2500)],
  [
    "several lists, at several depths",
    { a: entries(1000), b: entries(1001), c: { d: [{ e: entries(3000), f: null }] } },
  ],
  ["a long list in an entry of a long one", { a: [...entries(1500), { more: entries(1200) }], z: "end" }],
  ["a list of texts", { a: Array.from({ length: 1001 }, (_, index) => `${index}`) }],
])("the pieces are what JSON.stringify writes: %s", (_, value) => {
  expect([...jsonPieces(value)].join("")).toBe(JSON.stringify(value, undefined, 2));
});

test("no piece holds more than a thousand entries", () => {
  const sizes = [...jsonPieces({ findings: entries(10_000) })].map((piece) => piece.length);
  expect(sizes).toHaveLength(13);
  expect(Math.max(...sizes)).toBeLessThan(sizes.reduce((sum, size) => sum + size, 0) / 9);
});
