import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BaseFindings, type Grade, gradeOf } from "../../../engine/against/findings.ts";
import type { Finding } from "../../../engine/finding.ts";
import { anyFinding, finding } from "../report/_findings.ts";

const waiver = { reason: "A good reason", owner: "team", ticket: "T-1", expires: "2027-01-01" };
const VIOLATION = finding();
const WAIVED = finding({ waiver });
const ADVICE = finding({ level: "advisory" });
const UNDECIDED = finding({ verdict: "undecided" });

/** What becomes of the findings of now, asked for in this order, where an undecided one fails. */
function compare(base: readonly Finding[], now: readonly Finding[]): { has: boolean[]; fixed: number } {
  const graded = base.map((one) => ({ finding: one, grade: gradeOf(one, true) }));
  const findings = new BaseFindings(graded);
  return { has: now.map((one) => findings.has(one, gradeOf(one, true))), fixed: findings.fixed().length };
}

describe("a finding of the base", () => {
  test.each<[string, Finding, Finding, boolean]>([
    ["accounts for the same one", VIOLATION, VIOLATION, true],
    ["that was waived does not excuse one that no longer is", WAIVED, VIOLATION, false],
    ["that was advice does not excuse a violation", ADVICE, VIOLATION, false],
    ["that was undecided does not excuse a violation", UNDECIDED, VIOLATION, false],
    ["accounts for one that is milder now", VIOLATION, UNDECIDED, true],
    ["accounts for one that is waived now", VIOLATION, WAIVED, true],
    ["of another fingerprint is another one", finding({ fingerprint: "fedcba9876543210" }), VIOLATION, false],
  ])("%s", (_what, then, now, same) => {
    expect(compare([then], [now]).has).toEqual([same]);
  });

  test("accounts for one of now and no more", () => {
    expect(compare([VIOLATION], [VIOLATION, VIOLATION])).toEqual({ has: [true, false], fixed: 0 });
  });

  test("that is graver is kept for one that needs it", () => {
    expect(compare([VIOLATION, ADVICE], [ADVICE, VIOLATION]).has).toEqual([true, true]);
  });

  test("is fixed when it is gone, and not when it became graver", () => {
    expect(compare([VIOLATION, VIOLATION], [VIOLATION]).fixed).toBe(1);
    expect(compare([WAIVED], [VIOLATION]).fixed).toBe(0);
  });
});

test("an undecided finding is as grave as its stack takes it", () => {
  expect<Grade[]>([gradeOf(UNDECIDED, true), gradeOf(UNDECIDED, false)]).toEqual([3, 1]);
  expect(gradeOf(finding({ verdict: "undecided", undecidedFails: true }), false)).toBe(3);
});

test("nothing is new or fixed in what is the same, and nothing that grows is unchanged", () => {
  fc.assert(
    fc.property(fc.array(anyFinding, { maxLength: 12 }), fc.array(anyFinding, { maxLength: 3 }), (same, more) => {
      expect(compare(same, same)).toEqual({ has: same.map(() => true), fixed: 0 });
      const grown = compare(same, [...same, ...more]);
      expect(grown.has.filter(Boolean)).toHaveLength(same.length);
      expect(grown.fixed).toBe(0);
      expect(compare([...same, ...more], same).fixed).toBe(more.length);
    }),
  );
});
