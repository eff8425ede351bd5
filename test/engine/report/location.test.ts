import { describe, expect, test } from "vitest";
import { locator, withoutFolders } from "../../../engine/report/_location.ts";
import { finding, preview } from "./_findings.ts";

describe("the folders of this machine", () => {
  test.each([
    ["at file:///home/me/shop/stacks/a.ts:24:1", "at stacks/a.ts:24:1"],
    ["ENOENT: '/home/me/shop/a b.txt'", "ENOENT: 'a b.txt'"],
    ["at Object.<anonymous> (/opt/ci/x/node_modules/y/z.js:1:2)", "at Object.<anonymous> (…/z.js:1:2)"],
    ["file:///opt/ci/z.js", "…/z.js"],
    ["cannot write /var/log/app", "cannot write …/app"],
    ["see https://example.com/a/b/c", "see https://example.com/a/b/c"],
    ["the value of /metadata is relative/path/x", "the value of /metadata is relative/path/x"],
  ])("%s", (text, expected) => {
    expect(withoutFolders(text, ["/home/me/shop", "/home/me"])).toBe(expected);
  });
});

describe("a finding's place", () => {
  const locate = locator({
    place: (_preview, position) => (position.file.startsWith("..") ? undefined : position),
    anchor: () => "infra/Pulumi.yaml",
  });
  const own = { file: "a.ts", line: 3, column: 1 };
  const declared = { file: "b.ts", line: 8, column: 2 };

  test.each([
    ["its own line, and the one that declares it", own, declared, { at: own, declaredAt: declared }],
    ["its own line alone, when both are one", own, { ...own, column: 9 }, { at: own }],
    [
      "the declaring line, for what installed code made",
      { ...own, file: "node_modules/x/i.js" },
      declared,
      { at: declared },
    ],
    ["the declaring line, for what lies outside", { ...own, file: "../x.ts" }, declared, { at: declared }],
    [
      "Pulumi.yaml, for anything else",
      { ...own, file: "../x.ts" },
      undefined,
      { at: { file: "infra/Pulumi.yaml", line: 1, column: 1 } },
    ],
  ])("is %s", (_what, source, declaredAt, expected) => {
    const one = finding({ source, ...(declaredAt && { declaredAt }) });
    expect(locate(preview([one]), one)).toEqual(expected);
  });
});
