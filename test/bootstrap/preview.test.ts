import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { type JudgedProgram, judgeProgram } from "../../cli/judge-program.ts";

const program = fileURLToPath(new URL("../../bootstrap", import.meta.url));

describe("the program of an account", () => {
  let judged: JudgedProgram;
  beforeAll(async () => {
    judged = await judgeProgram([], { program, all: true, mode: "simulate", timeout: 600, quiet: true });
  });

  test("is accepted in its home region and in a further one", () => {
    const verdicts = judged.results.map((result) => {
      if (!("preview" in result)) throw result.error;
      const { stack, evaluation } = result.preview;
      const { mandatoryFailures, mandatoryUndecided, waiverProblems, usedWaivers } = evaluation;
      return [stack, mandatoryFailures, mandatoryUndecided, waiverProblems, [...usedWaivers].map(({ rule }) => rule)];
    });
    const everywhere = ["s3-encryption-cmk", "backup-selection-covers-stateful"];
    expect(verdicts).toEqual([
      ["account", 0, 0, [], everywhere],
      ["further-region", 0, 0, [], expect.arrayContaining([...everywhere, "cloudtrail-present"])],
    ]);
  });
});
