import { describe, expect, it } from "vitest";
import { Property, Undecided } from "../../../policies/property.ts";
import { matches, statementsOf } from "../../../policies/rules/_policy-document.ts";
import { isBroadPattern, isPublic } from "../../../policies/rules/_public-access.ts";
import { UNKNOWN, type Value } from "../../../policies/value.ts";

function statement(body: { readonly [key: string]: Value }) {
  const [first] = statementsOf(new Property({ owner: "urn" }, { Statement: [body] }));
  if (first === undefined) throw new Error("no statement");
  return first;
}

describe("matches", () => {
  it.each([
    ["*", "s3:getobject", true],
    ["s3:get*", "s3:getobject", true],
    ["s3:get*acl", "s3:getobject", false],
    ["s3:*object*", "s3:putobjectacl", true],
    ["s3:getobjec?", "s3:getobject", true],
    ["s3:getobject?", "s3:getobject", false],
    ["", "", true],
  ])("%s on %s is %s", (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it("stays quick on patterns made to backtrack", () => {
    expect(matches(`${"*a".repeat(40)}b`, "a".repeat(4000))).toBe(false);
  });
});

describe("isBroadPattern", () => {
  it.each([
    ["*", true],
    ["arn:aws:iam::*:role/admin", true],
    ["arn:aws:s3:::*", true],
    ["0.0.0.0/0", true],
    ["o-*", true],
    ["arn:aws:iam::111122223333:role/*", false],
    ["arn:aws:s3:::shop-*", false],
    ["10.0.0.0/8", false],
    ["111122223333", false],
  ])("%s is %s", (value, expected) => {
    expect(isBroadPattern(value)).toBe(expected);
  });
});

describe("isPublic", () => {
  const open = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" };

  it("needs nothing but what decides", () => {
    expect(isPublic(statement({ ...open, Effect: "Deny", Principal: UNKNOWN }))).toBe(false);
    expect(isPublic(statement({ ...open, Principal: { AWS: "111122223333" }, Condition: UNKNOWN }))).toBe(false);
    expect(() => isPublic(statement({ ...open, Condition: UNKNOWN }))).toThrow(expect.any(Undecided));
  });

  it("is not narrowed by a condition that holds without its key", () => {
    const organisation = { "aws:PrincipalOrgID": "o-a1b2c3d4e5" };
    expect(isPublic(statement({ ...open, Condition: { StringEquals: organisation } }))).toBe(false);
    expect(isPublic(statement({ ...open, Condition: { StringEqualsIfExists: organisation } }))).toBe(true);
    expect(isPublic(statement({ ...open, Condition: { "ForAllValues:StringEquals": organisation } }))).toBe(true);
    expect(isPublic(statement({ ...open, Condition: { StringNotEquals: organisation } }))).toBe(true);
  });
});
