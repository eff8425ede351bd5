import { expect, test } from "vitest";
import { makeUrn, parseUrn, providerUrn } from "../../engine/urn.ts";

const STACK = makeUrn("prod", "shop", "pulumi:pulumi:Stack", "shop-prod");

test("a child of the stack shows no trace of it", () => {
  expect(STACK).toBe("urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod");
  expect(makeUrn("prod", "shop", "a:b:C", "c", STACK)).toBe("urn:pulumi:prod::shop::a:b:C::c");
});

test("deeper ones carry the whole chain of their parents' types", () => {
  const parent = makeUrn("prod", "shop", "a:b:C", "c", STACK);
  const child = makeUrn("prod", "shop", "a:b:D", "d", parent);
  expect(makeUrn("prod", "shop", "a:b:E", "e", child)).toBe("urn:pulumi:prod::shop::a:b:C$a:b:D$a:b:E::e");
});

test("a name may hold the separator", () => {
  const urn = "urn:pulumi:prod::shop::a:b:C$a:b:D::one::two";
  expect(parseUrn(urn)).toEqual({
    stack: "prod",
    project: "shop",
    qualifiedType: "a:b:C$a:b:D",
    type: "a:b:D",
    name: "one::two",
  });
  expect(providerUrn(`${urn}::some-id`)).toBe(urn);
});

test("what is no URN is refused", () => {
  expect(() => parseUrn("arn:aws:s3:::x")).toThrow('"arn:aws:s3:::x" is not a Pulumi URN');
});
