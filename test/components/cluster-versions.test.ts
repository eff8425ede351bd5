import { describe, expect, test } from "vitest";
import { assertSupported } from "../../components/cluster.ts";

describe("assertSupported", () => {
  test("accepts a version with 60 days of standard support left", () => {
    expect(() => assertSupported("cluster", "1.36", "2027-04-25")).not.toThrow();
    expect(() => assertSupported("cluster", "1.35", "2026-11-20")).not.toThrow();
  });

  test("refuses the first day with less, and says what to do", () => {
    expect(() => assertSupported("cluster", "1.36", "2027-04-26")).toThrow(
      'cluster: version is "1.36", whose standard support ends on 2027-06-24, less than 60 days after 2027-04-26. ' +
        "No newer version is known here: add the next one, with its date, to components/_cluster-versions.ts.",
    );
    expect(() => assertSupported("cluster", "1.34", "2026-11-20")).toThrow(
      'cluster: version is "1.34", whose standard support ends on 2026-12-02, less than 60 days after 2026-11-20. ' +
        "Choose 1.35 or 1.36.",
    );
    expect(() => assertSupported("cluster", "1.34", "2027-01-01")).toThrow(
      "whose standard support ended on 2026-12-02",
    );
  });

  test("refuses a version it knows nothing of", () => {
    expect(() => assertSupported("cluster", "1.29", "2026-11-20")).toThrow(
      'cluster: version is "1.29"; allowed are 1.34, 1.35, 1.36. Only versions whose end of support is known are allowed.',
    );
  });
});
