import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fixtureValues } from "../../../engine/record/fixtures.ts";
import { readFixtures } from "../../../engine/record/read-fixtures.ts";
import { Secret, UNKNOWN } from "../../../policies/value.ts";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "rampart-fixtures-"))));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string) {
  const file = join(folder, "fixtures.yaml");
  writeFileSync(file, text);
  return readFixtures(file);
}

test("a list alone is the list of invokes; JSON is YAML too", () => {
  const invokes = [{ token: "a:b:c", args: { x: 1 }, result: { y: 2 } }];
  expect(read("- { token: 'a:b:c', args: { x: 1 }, result: { y: 2 } }")).toEqual({ invokes });
  expect(read(JSON.stringify({ accountId: "1", invokes }))).toEqual({ accountId: "1", invokes });
});

test("markers in results become secrets and unknowns", () => {
  expect(fixtureValues({ a: { $secret: [1] }, b: [{ $unknown: true }], c: { $secret: 1, other: 2 } })).toEqual({
    a: new Secret([1]),
    b: [UNKNOWN],
    c: { $secret: 1, other: 2 },
  });
});

test.each([
  ["a: [", /fixtures\.yaml: /],
  ["text", /the file must hold a list of invokes or a map, given a string$/],
  ["invoke: []", /"invoke" is not a key; keys are accountId, region, invokes, stackReferences$/],
  ["accountId: 123456789012", /accountId must be a text in quotes, given a number$/],
  ["invokes: {}", /invokes must be a list, given a map$/],
  ["- {result: {}}", /invokes\[0\]\.token must be a token such as "aws:ec2\/getVpc:getVpc"$/],
  ["- {token: t}", /invokes\[0\]\.result must be a map of the function's results$/],
  ["- {token: t, args: 1, result: {}}", /invokes\[0\]\.args must be a map of arguments$/],
  ["stackReferences: {a/b/c: 1}", /stackReferences\["a\/b\/c"\] must be a map of outputs, given a number$/],
])("%s is refused with its place", (text, message) => {
  expect(() => read(text)).toThrow(message);
});
