import { isDeepStrictEqual } from "node:util";
import { SHAPES, type Variant, variantsOf, withInput } from "./example-edits.ts";
import { buildExample } from "./examples.ts";
import { type Judged, judgeCase, judgeExample } from "./judge-example.ts";
import { formatPointer } from "./pointer.ts";
import { Undecided } from "./property.ts";
import { proposing } from "./remedies.ts";
import type { Example, FailingExample, Remediation, Rule, UndecidedExample } from "./rule.ts";
import { type Properties, Secret, UNKNOWN, type Value, isObject } from "./value.ts";
import { keysOf } from "./with-value.ts";

type Kind = "pass" | "fail" | "undecided";

/** What an example says must come, and what came. */
export interface ExampleResult {
  readonly kind: Kind;
  /** As the author named it, else its number among those of the kind. */
  readonly name: string;
  readonly expected: { readonly verdict: Kind; readonly path?: string; readonly message?: string };
  /** Absent when the example could not be built. */
  readonly came?: Judged;
  /** Why the example does not hold; absent when it does. */
  readonly fault?: string;
}

/** One promise of the contract. It is kept when there is no fault. */
export interface ContractCheck {
  readonly name: string;
  readonly faults: readonly string[];
}

/**
 * Computing time that no check of one resource takes, by far, even where a core runs at a tenth of its speed: it is to
 * catch what grows without bound.
 */
const LONGEST_MS = 1000;
/** One short attempt of so many is enough: the first may pay for compiling, and any for collecting garbage. */
const ATTEMPTS = 3;
/** Stands for a secret; no message may hold it. */
const CANARY = "rampart-canary-9f2b";

/** Runs the examples of a rule, which are its tests, through the function by which every engine judges. */
export function exampleResults(rule: Rule): ExampleResult[] {
  const { pass, fail, undecided } = rule.examples;
  return [
    ...pass.map((one, index) => resultOf(rule, "pass", one, index)),
    ...fail.map((one, index) => resultOf(rule, "fail", one, index)),
    ...undecided.map((one, index) => resultOf(rule, "undecided", one, index)),
  ];
}

function resultOf(
  rule: Rule,
  kind: Kind,
  example: Example & Partial<Pick<FailingExample & UndecidedExample, "path" | "message">>,
  index: number,
): ExampleResult {
  const { path, message } = example;
  const name = example.name ?? String(index + 1);
  const expected = { verdict: kind, ...(path !== undefined && { path }), ...(message !== undefined && { message }) };
  try {
    const came = judgeExample(rule, example);
    const fault = mismatch(expected, came);
    return { kind, name, expected, came, ...(fault !== undefined && { fault }) };
  } catch (error) {
    return { kind, name, expected, fault: (error as Error).message };
  }
}

function mismatch({ verdict, path, message }: ExampleResult["expected"], came: Judged): string | undefined {
  if (came.fault === true) return "the rule itself failed";
  if (came.verdict !== verdict) return `the verdict is ${came.verdict}`;
  if (path === undefined) return undefined;
  const at = came.issues.filter((issue) => issue.verdict === verdict && issue.path === path);
  if (at.length === 0) return `no issue stands at ${formatPointer(path) || "the resource"}`;
  const isSaid = message === undefined || at.some((issue) => issue.message.includes(message));
  return isSaid ? undefined : "the message does not hold the text of the example";
}

/** Holds a rule, whoever wrote it, to what the engines and the reports rely on. */
export function contractChecks(rule: Rule): ContractCheck[] {
  const checks: readonly [name: string, find: (rule: Rule) => readonly string[]][] = [
    ["is documented", documentation],
    ["never takes what is unknown for safe", unknowns],
    ["answers whatever its inputs look like", shapes],
    ["gives the same answer again, and changes nothing", purity],
    ["quotes no secret", secrets],
    ["sets only what is not set", remediation],
  ];
  return checks.map(([name, find]) => ({ name, faults: [...new Set(find(rule))] }));
}

function documentation({ title, why, fix, links, examples }: Rule): string[] {
  const faults: string[] = [];
  if (!/^[A-Z].*\.$/.test(title)) faults.push("title: write a sentence, with a capital and a full stop");
  if (!why.endsWith(".")) faults.push("why: write a sentence that ends with a full stop");
  if (!fix.endsWith(".")) faults.push("fix: write a sentence that ends with a full stop");
  if (links.length === 0) faults.push("links: name a page to read on, of the vendor or your own");
  // A rule that refuses a kind of resource reads no value, and nothing of the kind can pass.
  if (examples.pass.length === 0 && examples.undecided.length > 0) faults.push("examples.pass: give one at least");
  if (examples.fail.length === 0) faults.push("examples.fail: give one at least");
  return faults;
}

function unknowns(rule: Rule): string[] {
  const { pass, fail } = rule.examples;
  return [
    ...buildable(rule, fail).flatMap((example, index) => {
      const faults: string[] = [];
      const { verdict } = judgeExample(rule, example, "preview");
      if (verdict === "pass") faults.push(`${named("fail", example, index)} passes when outputs are unknown`);
      if (example.path === "") return faults;
      const hidden = judgeExample(rule, withInput(example, example.path, UNKNOWN));
      if (hidden.verdict === "pass" || hidden.verdict === "notApplicable") {
        faults.push(
          `${named("fail", example, index)} is ${hidden.verdict} when ${formatPointer(example.path)} is unknown`,
        );
      }
      return faults;
    }),
    ...buildable(rule, pass).flatMap((example, index) =>
      judgeExample(rule, example, "preview").verdict === "fail"
        ? [`${named("pass", example, index)} fails when outputs are unknown`]
        : [],
    ),
  ];
}

function shapes(rule: Rule): string[] {
  const empty: readonly Variant[] = rule.types.map((type) => ({ where: "inputs", example: { type, inputs: {} } }));
  const variants = [...empty, ...allExamples(rule).flatMap((example) => variantsOf(example, () => SHAPES))];
  const faults: string[] = [];
  for (const { where, example } of variants) {
    const { judged, milliseconds } = timed(() => judgeExample(rule, example));
    // What is slow once is likely slow for every other shape: nobody should have to wait for that.
    if (milliseconds > LONGEST_MS) return [...faults, `${where}: took ${Math.round(milliseconds)} ms`];
    if (judged.fault === true) faults.push(`${where}: ${judged.issues[0]?.message}`);
  }
  return faults;
}

/** With the computing time of the first attempt that is short enough, else of the last. */
function timed(judge: () => Judged, attempt = 1): { readonly judged: Judged; readonly milliseconds: number } {
  const started = process.threadCpuUsage();
  const judged = judge();
  const { user, system } = process.threadCpuUsage(started);
  const milliseconds = (user + system) / 1000;
  return milliseconds > LONGEST_MS && attempt < ATTEMPTS ? timed(judge, attempt + 1) : { judged, milliseconds };
}

function purity(rule: Rule): string[] {
  return allExamples(rule).flatMap((example) => {
    const judged = buildExample(rule, example);
    const first = judgeCase(rule, judged);
    const untouched = buildExample(rule, example);
    const inputsOf = ({ context }: typeof judged): Properties[] =>
      context.stack.resources.map(({ data }) => data.inputs);
    if (!isDeepStrictEqual(inputsOf(judged), inputsOf(untouched))) {
      return ["check changes the inputs, which every other rule reads too"];
    }
    return isDeepStrictEqual(judgeCase(rule, untouched), first) ? [] : ["check answers differently the second time"];
  });
}

function secrets(rule: Rule): string[] {
  const secretTexts = (value: Value | undefined): readonly Value[] =>
    typeof value === "string" ? [new Secret(CANARY), new Secret(`${value}${CANARY}`)] : [];
  return allExamples(rule)
    .flatMap((example) => variantsOf(example, secretTexts))
    .flatMap(({ where, example }) => {
      const faults: string[] = [];
      if (judgeExample(rule, example).issues.some(({ message }) => message.includes(CANARY))) {
        faults.push(`${where}: a message quotes the value; read it by string(), which strikes secrets, and not by raw`);
      }
      // It would be set where nothing says that it is secret.
      if (JSON.stringify(proposalsFor(rule, example) ?? []).includes(CANARY)) {
        faults.push(`${where}: a proposed value quotes the value; propose what the rule itself knows`);
      }
      return faults;
    });
}

function remediation(rule: Rule): string[] {
  if (proposing(rule) === undefined) return [];
  const own = rule.remediate === undefined ? "suggest" : "remediate";
  const { pass, fail } = rule.examples;
  const faults: string[] = [];
  const repairedOf = (list: readonly Example[], kind: Kind): (Judged | undefined)[] =>
    buildable(rule, list).map((example, index) =>
      repaired(rule, example, (fault) => faults.push(`${named(kind, example, index)}: ${fault}`)),
    );
  if (repairedOf(pass, "pass").some((judged) => judged !== undefined && judged.verdict !== "pass")) {
    faults.push("a passing example does not pass any more");
  }
  const mended = repairedOf(fail, "fail").some((judged) => judged?.verdict === "pass");
  // Where not setting the input is safe already, there is nothing to repair: the value is only made explicit.
  const isInsecureUnset = rule.types.some((type) => judgeExample(rule, { type, inputs: {} }).verdict === "fail");
  if (!mended && isInsecureUnset) faults.push("no failing example passes afterwards");
  for (const example of allExamples(rule)) {
    for (const variant of variantsOf(example, () => SHAPES)) {
      if (proposalsFor(rule, variant.example) === undefined) faults.push(`${variant.where}: ${own} throws`);
    }
  }
  return faults;
}

/** What the rule says once what it proposes is set; undefined when it proposes nothing. */
function repaired(rule: Rule, example: Example, fault: (message: string) => void): Judged | undefined {
  const proposals = proposalsFor(rule, example) ?? [];
  if (proposals.length === 0) return undefined;
  const { resource } = buildExample(rule, example);
  let mended = example;
  for (const { path, value } of proposals) {
    if (!isPlain(value)) fault(`${path}: the value is no JSON data`);
    if (resource.get(...keysOf(path)).isSet) fault(`${path} is set already, and would be overwritten`);
    mended = withInput(mended, path, value);
  }
  if (proposalsFor(rule, mended)?.length !== 0) fault("the same is proposed again after it was applied");
  return judgeExample(rule, mended);
}

function isPlain(value: Value): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (isObject(value)) return Object.values(value).every(isPlain);
  return ["boolean", "number", "string"].includes(typeof value);
}

/** Undefined when the rule throws; what it could not read is not repaired. */
function proposalsFor(rule: Rule, example: Example): readonly Remediation[] | undefined {
  try {
    return proposing(rule)?.(buildExample(rule, example).resource) ?? [];
  } catch (thrown) {
    return thrown instanceof Undecided ? [] : undefined;
  }
}

function allExamples(rule: Rule): Example[] {
  const { pass, fail, undecided } = rule.examples;
  return buildable(rule, [...pass, ...fail, ...undecided]);
}

/** An example that cannot be built is told of once, where the examples are run. */
function buildable<T extends Example>(rule: Rule, examples: readonly T[]): T[] {
  return examples.filter((example) => {
    try {
      buildExample(rule, example);
      return true;
    } catch {
      return false;
    }
  });
}

function named(kind: Kind, { name }: Example, index: number): string {
  return `${kind} example ${name === undefined ? index + 1 : JSON.stringify(name)}`;
}
