import * as fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf } from "../../../engine/inputs/lines.ts";

async function lines(...chunks: string[]): Promise<string[]> {
  return Array.fromAsync(linesOf(toStream(chunks)));
}

async function* toStream(chunks: readonly string[]): AsyncGenerator<string> {
  yield* chunks;
}

test("splits at line feeds only, wherever the chunks end", async () => {
  expect(await lines("\uFEFFa\u2028", "b\r", "\n\nc", "d")).toEqual(["a\u2028b\r", "", "cd"]);
  expect(await lines()).toEqual([]);
  expect(await lines("a\n")).toEqual(["a"]);
});

test("gives the same lines however the text is cut", async () => {
  const chunk = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\u2028") });
  await fc.assert(
    fc.asyncProperty(fc.array(chunk), async (chunks) => {
      expect(await lines(...chunks)).toEqual(await lines(chunks.join("")));
    }),
  );
});
