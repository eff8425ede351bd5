import { describe, expect, test } from "vitest";
import { parseBaseline, renderBaseline } from "../../engine/baseline-file.ts";
import { Baseline, lowerBaseline } from "../../engine/baseline.ts";
import { evaluate } from "../../engine/evaluate.ts";
import type { Plan } from "../../engine/plan.ts";
import { rules } from "../../policies/rules/index.ts";
import { finding } from "./report/_findings.ts";

const A = finding({ fingerprint: "aaaaaaaaaaaaaaaa" });
const B = finding({ fingerprint: "bbbbbbbbbbbbbbbb" });
const RUN = { stacks: ["dev", "prod"], complete: true, judges: () => true };

const written = (stacks: Record<string, readonly (typeof A)[]>) =>
  parseBaseline(
    renderBaseline(Object.entries(stacks).map(([stack, findings]) => ({ stack, findings }))),
    "baseline.json",
  );

describe("the file", () => {
  test("is the same whatever the order, has a line a finding, and leaves out what is waived", () => {
    const waiver = { reason: "r", owner: "o", ticket: "t", expires: "2027-01-01" };
    const one = [
      { stack: "prod", findings: [A, B, B] },
      { stack: "dev", findings: [finding({ fingerprint: "cccccccccccccccc", waiver }), A] },
    ];
    const text = renderBaseline(one);
    expect(
      renderBaseline(one.toReversed().map(({ stack, findings }) => ({ stack, findings: findings.toReversed() }))),
    ).toBe(text);
    expect(text.split("\n").filter((line) => line.includes("fingerprint"))).toEqual([
      '    {"fingerprint":"aaaaaaaaaaaaaaaa","rule":"rds-storage-encrypted","verdict":"fail","resource":"shop/db","path":"/storageEncrypted","stacks":{"dev":1,"prod":1}},',
      '    {"fingerprint":"bbbbbbbbbbbbbbbb","rule":"rds-storage-encrypted","verdict":"fail","resource":"shop/db","path":"/storageEncrypted","stacks":{"prod":2}}',
    ]);
  });

  test.each([
    ["no JSON", "{", "is no JSON; write it again with `rampart baseline write`"],
    ["another version", '{"schemaVersion":2,"stacks":[],"entries":[]}', "schemaVersion: "],
    [
      "a fingerprint by hand",
      '{"schemaVersion":1,"stacks":[],"entries":[{"fingerprint":"all","rule":"r","verdict":"fail","resource":"","path":"","stacks":{"dev":1}}]}',
      "entries.0.fingerprint: must be a finding's fingerprint",
    ],
    [
      "an entry of no stack",
      '{"schemaVersion":1,"stacks":[],"entries":[{"fingerprint":"aaaaaaaaaaaaaaaa","rule":"r","verdict":"fail","resource":"","path":"","stacks":{}}]}',
      "must name a stack",
    ],
  ])("refuses %s", (_what, text, message) => {
    expect(() => parseBaseline(text, "b.json")).toThrow(message);
  });
});

describe("the ratchet", () => {
  test("bears what was recorded in that stack, as often as recorded, and nothing else", () => {
    const baseline = new Baseline(written({ dev: [A], prod: [] }), RUN);
    const [inDev, inProd] = [baseline.holderFor("dev"), baseline.holderFor("prod")];
    expect([inDev(A), inDev(A), inDev(B), inProd(A)]).toEqual([true, false, false, false]);
    expect(baseline.fixed(["dev", "prod"])).toEqual([]);
  });

  test("an undecided finding that was recorded does not bear a violation; the other way round it does", () => {
    const undecided = { ...A, verdict: "undecided" as const };
    expect(new Baseline(written({ dev: [undecided], prod: [] }), RUN).holderFor("dev")(A)).toBe(false);
    expect(new Baseline(written({ dev: [A], prod: [] }), RUN).holderFor("dev")(undecided)).toBe(true);
  });

  test("lists what is fixed, and nothing that was not judged", () => {
    const file = written({ dev: [A, A, B], prod: [A] });
    const baseline = new Baseline(file, { ...RUN, complete: false });
    baseline.holderFor("dev")(A);
    const fixed = (judged: string[]) =>
      baseline.fixed(judged).map(({ entry, stack, count }) => [entry.fingerprint[0], stack, count]);
    expect(fixed(["dev"])).toEqual([
      ["a", "dev", 1],
      ["b", "dev", 1],
    ]);
    expect(fixed([])).toEqual([]);
    expect(new Baseline(file, { ...RUN, judges: () => false }).fixed(["dev", "prod"])).toEqual([]);
  });

  test("follows the rename of a stack in a run that sees them all, and only then", () => {
    const file = written({ dev: [A], old: [B] });
    const renamed = { ...RUN, stacks: ["dev", "new"] };
    expect(new Baseline(file, renamed).holderFor("new")(B)).toBe(true);
    expect(new Baseline(file, { ...renamed, complete: false }).holderFor("new")(B)).toBe(false);
    // A stack that was recorded without findings is no newcomer.
    expect(new Baseline(written({ dev: [], old: [B] }), { ...RUN, stacks: ["dev"] }).holderFor("dev")(B)).toBe(false);
    expect(new Baseline(file, { ...RUN, stacks: ["dev", "n1", "n2"] }).holderFor("n1")(B)).toBe(false);
  });

  test("lists the findings of a stack that is gone", () => {
    const baseline = new Baseline(written({ dev: [], old: [B] }), { ...RUN, stacks: ["dev"] });
    expect(baseline.fixed(["dev"]).map(({ stack }) => stack)).toEqual(["old"]);
  });

  test("written again it takes up nothing, gives up what is fixed, and keeps what was not judged", () => {
    const old = written({ dev: [A, B], prod: [A] });
    const C = finding({ fingerprint: "cccccccccccccccc" });
    const { stacks, added } = lowerBaseline(old, [{ stack: "dev", findings: [A, C] }], false);
    expect(added.map(({ fingerprint, stack }) => [fingerprint, stack])).toEqual([[C.fingerprint, "dev"]]);
    expect(parseBaseline(renderBaseline(stacks), "b")).toEqual(written({ dev: [A], prod: [A] }));
    expect(
      parseBaseline(renderBaseline(lowerBaseline(old, [{ stack: "dev", findings: [A] }], true).stacks), "b"),
    ).toEqual(written({ dev: [A] }));
  });
});

describe("an evaluation with a baseline", () => {
  const plan = (inputs: Plan["resources"][number]["inputs"], name = "db", stack = "dev"): Plan => ({
    schemaVersion: 1,
    program: { project: "p", folder: "." },
    stack,
    tier: "prod",
    mode: "simulate",
    invokes: [],
    resources: [
      {
        urn: `urn:pulumi:${stack}::p::aws:rds/instance:Instance::${name}`,
        type: "aws:rds/instance:Instance",
        name,
        custom: true,
        external: false,
        inputs,
        dependencies: [],
        propertyDependencies: {},
        options: {},
        unknown: [],
        secret: [],
        simulated: [],
      },
    ],
  });
  const pack = rules.filter(({ id }) => ["rds-storage-encrypted", "rds-not-publicly-accessible"].includes(id));
  const judge = (of: Plan, file: ReturnType<typeof written>) =>
    evaluate(of, {
      rules: pack,
      inBaseline: new Baseline(file, { stacks: [of.stack], complete: false, judges: () => true }).holderFor(of.stack),
    });
  const old = plan({ storageEncrypted: false, publiclyAccessible: false });
  const file = written({ dev: evaluate(old, { rules: pack }).findings });

  test("fails nothing that is recorded, and counts it apart", () => {
    const { summary, mandatoryFailures, findings } = judge(old, file);
    expect(summary).toEqual({
      resources: 1,
      pass: 1,
      assumed: 0,
      fail: 0,
      undecided: 0,
      notApplicable: 0,
      waived: 0,
      baselined: 1,
    });
    expect(mandatoryFailures).toBe(0);
    expect(findings.map(({ baselined }) => baselined)).toEqual([true]);
  });

  test("fails a new violation, of the same resource or of another", () => {
    expect(judge(plan({ storageEncrypted: false, publiclyAccessible: true }), file).mandatoryFailures).toBe(1);
    expect(judge(plan({ storageEncrypted: false, publiclyAccessible: false }, "other"), file).mandatoryFailures).toBe(
      1,
    );
  });
});
