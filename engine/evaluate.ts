import { Property } from "../policies/property.ts";
import { Resource, type ResourceData, Stack } from "../policies/resource.ts";
import type { Issue, Rule, Tier } from "../policies/rule.ts";
import { type Judgement, type Verdict, judge } from "../policies/run.ts";
import { Identities, fingerprint } from "../policies/identity.ts";
import { expandList } from "../policies/types.ts";
import { type Waiver, type WaiverProblem, Waivers } from "../policies/waiver.ts";
import { type ActiveRule, Dispatch, type RuleSettings } from "./dispatch.ts";
import { type Finding, type QuietVerdict, type Summary, isOpen } from "./finding.ts";
import type { Plan, PlanResource, SourcePosition } from "./plan.ts";
import { type SuggestionFor, suggestionsFor } from "./suggestion.ts";

export type { RuleSettings } from "./dispatch.ts";

export interface EvaluateOptions {
  readonly rules: readonly Rule[];
  /** By rule id. A rule without an entry has its profile's default level. */
  readonly settings?: Readonly<Record<string, RuleSettings>>;
  /** Overrides the plan's own. */
  readonly environment?: string;
  /** Overrides the plan's own; default: the plan's, else `unknown`, which counts as prod. */
  readonly tier?: Tier;
  /** Violations that are borne. @default none */
  readonly waivers?: readonly Waiver[];
  /** The date by which waivers are judged, `YYYY-MM-DD`. Required with waivers. */
  readonly today?: string;
  /** Whether the baseline holds a finding. Asked once for each that no waiver covers, in their order. */
  readonly inBaseline?: (finding: Finding) => boolean;
  /** Also return passes and not-applicables. */
  readonly all?: boolean;
  /** Where a property stands, for inputs that know more than the line of the resource. Asked for findings only. */
  readonly positionOf?: (resource: PlanResource, path: string) => SourcePosition | undefined;
}

export interface Evaluation {
  readonly summary: Summary;
  /** In the order of the plan's resources, then of the rules. */
  readonly findings: readonly Finding[];
  /** Only with `all`. */
  readonly verdicts: readonly QuietVerdict[];
  /** Pairs of rule and resource that make the run fail; each waiver problem counts as one. */
  readonly mandatoryFailures: number;
  /** Undecided pairs of mandatory rules, on which a strict run fails. */
  readonly mandatoryUndecided: number;
  /** Waivers that are expired or may not be given. */
  readonly waiverProblems: readonly WaiverProblem[];
  /** Waivers that covered something. */
  readonly usedWaivers: ReadonlySet<Waiver>;
}

/** Runs the rules over a plan. Pure: the same plan and options give the same evaluation. */
export function evaluate(plan: Plan, options: EvaluateOptions): Evaluation {
  return new Evaluator(options).evaluate(plan);
}

/** `evaluate` for many plans: what depends on the options alone is worked out once. */
export class Evaluator {
  readonly #options: EvaluateOptions;
  readonly #dispatch: Dispatch;

  constructor(options: EvaluateOptions) {
    this.#options = options;
    this.#dispatch = new Dispatch(options.rules, options.settings ?? {});
  }

  /** `more` is what differs from plan to plan. */
  evaluate(plan: Plan, more: Pick<EvaluateOptions, "positionOf" | "inBaseline"> = {}): Evaluation {
    const options = { ...this.#options, ...more };
    const subjects = plan.resources.flatMap((planned) =>
      expandList(resourceData(planned)).map((data, item) => ({ planned, item, resource: new Resource(data) })),
    );
    const stack = new Stack(subjects.map(({ resource }) => resource));
    const environment = options.environment ?? plan.environment;
    const tier = options.tier ?? plan.tier ?? "unknown";
    const rulesFor = this.#dispatch.for({ environment, tier, mode: plan.mode });
    const waivers = new Waivers(options.waivers ?? [], { environment, tier, today: options.today ?? "" });
    const surroundings: Surroundings = {
      identities: new Identities(plan.resources),
      declarations: declarationsOf(plan.resources),
      waivers,
      positionOf: options.positionOf ?? ((planned) => planned.source),
      inBaseline: options.inBaseline,
    };
    const tally = new Tally(options.inBaseline !== undefined);
    const findings: Finding[] = [];
    const verdicts: QuietVerdict[] = [];

    for (const { planned, item, resource } of subjects) {
      // What is only read belongs to whoever manages it: the program declares none of its settings. The stack
      // keeps it, since what is managed here may refer to it.
      if (planned.external) continue;
      for (const asked of rulesFor(resource.type)) {
        const judgement = judge(asked.rule, resource, asked.context, stack, { secretness: true });
        // A rule that does not work guards nothing, whatever its level: that may not read as a clean run anywhere.
        const active: ActiveRule =
          judgement.fault === true ? { ...asked, level: "mandatory", undecided: "fail" } : asked;
        const own = findingsOf(judgement.issues, active, { planned, item, resource, stack }, surroundings);
        findings.push(...own);
        tally.count(countedAs(judgement, own), active);
        if (options.all === true && (judgement.verdict === "pass" || judgement.verdict === "notApplicable")) {
          const { rule, level } = active;
          const { verdict, assumed } = judgement;
          verdicts.push({ rule: rule.id, verdict, level, severity: rule.severity, urn: resource.urn, assumed });
        }
      }
    }
    return {
      summary: tally.summary(plan.resources),
      findings,
      verdicts,
      mandatoryFailures: tally.mandatoryFailures + waivers.problems.length,
      mandatoryUndecided: tally.mandatoryUndecided,
      waiverProblems: waivers.problems,
      usedWaivers: waivers.used,
    };
  }
}

export function resourceData(planned: PlanResource): ResourceData {
  const { urn, type, name, custom, inputs, outputs, options, parent, dependencies, propertyDependencies, simulated } =
    planned;
  return { urn, type, name, custom, inputs, outputs, options, parent, dependencies, propertyDependencies, simulated };
}

type CountedVerdict = Verdict | "assumed" | "waived" | "baselined";

/** What a pair of rule and resource counts as: what is left of its verdict once what is borne is set aside. */
function countedAs({ verdict, assumed }: Judgement, findings: readonly Finding[]): CountedVerdict {
  if (findings.length === 0) return verdict === "pass" && assumed ? "assumed" : verdict;
  const open = findings.filter(isOpen);
  if (open.length === 0) return findings.some(({ baselined }) => baselined === true) ? "baselined" : "waived";
  return open.some((finding) => finding.verdict === "fail") ? "fail" : "undecided";
}

class Tally {
  #pass = 0;
  #assumed = 0;
  #fail = 0;
  #undecided = 0;
  #notApplicable = 0;
  #waived = 0;
  #baselined = 0;
  readonly #hasBaseline: boolean;
  mandatoryFailures = 0;
  mandatoryUndecided = 0;

  constructor(hasBaseline: boolean) {
    this.#hasBaseline = hasBaseline;
  }

  count(verdict: CountedVerdict, active: ActiveRule): void {
    const mandatory = active.level === "mandatory";
    switch (verdict) {
      case "pass":
        this.#pass += 1;
        break;
      case "assumed":
        this.#assumed += 1;
        break;
      case "waived":
        this.#waived += 1;
        break;
      case "baselined":
        this.#baselined += 1;
        break;
      case "fail":
        this.#fail += 1;
        if (mandatory) this.mandatoryFailures += 1;
        break;
      case "undecided":
        this.#undecided += 1;
        if (mandatory && active.undecided === "fail") this.mandatoryFailures += 1;
        else if (mandatory) this.mandatoryUndecided += 1;
        break;
      case "notApplicable":
        this.#notApplicable += 1;
        break;
    }
  }

  summary(resources: readonly PlanResource[]): Summary {
    const external = resources.filter((resource) => resource.external).length;
    return {
      resources: resources.length,
      ...(external > 0 && { external }),
      pass: this.#pass,
      assumed: this.#assumed,
      fail: this.#fail,
      undecided: this.#undecided,
      notApplicable: this.#notApplicable,
      waived: this.#waived,
      ...(this.#hasBaseline && { baselined: this.#baselined }),
    };
  }
}

interface Surroundings {
  readonly identities: Identities;
  readonly declarations: (resource: PlanResource) => Pick<Finding, "declaredAt">;
  readonly waivers: Waivers;
  readonly positionOf: NonNullable<EvaluateOptions["positionOf"]>;
  readonly inBaseline: EvaluateOptions["inBaseline"];
}

/**
 * Where a finding's resource was asked for: the line that makes the outermost component around it, else the
 * outermost line of the program. The latter alone would be the same line of the entry file for everything.
 */
function declarationsOf(resources: readonly PlanResource[]): Surroundings["declarations"] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return (resource) => {
    let outermost: PlanResource | undefined;
    for (let at = byUrn.get(resource.parent ?? ""); at !== undefined; at = byUrn.get(at.parent ?? "")) {
      if (at.source !== undefined) outermost = at;
    }
    const declaredAt = outermost?.source ?? resource.declaredAt;
    return declaredAt === undefined ? {} : { declaredAt };
  };
}

interface Subject {
  readonly planned: PlanResource;
  /** For a `…List`, which of its items. */
  readonly item: number;
  readonly resource: Resource;
  readonly stack: Stack;
}

/** Most judgements have no issue: nothing is made ready for them. */
function findingsOf(
  issues: readonly Issue[],
  active: ActiveRule,
  { planned, item, resource, stack }: Subject,
  surroundings: Surroundings,
): Finding[] {
  if (issues.length === 0) return [];
  const suggestion = suggestionsFor(active, () => ({ data: resourceData(planned), item, stack, issues }));
  return issues.map((issue) => finding(issue, active, planned, resource, suggestion, surroundings));
}

function finding(
  issue: Issue,
  active: ActiveRule,
  planned: PlanResource,
  resource: Resource,
  suggestion: SuggestionFor,
  { identities, declarations, waivers, positionOf, inBaseline }: Surroundings,
): Finding {
  const { rule, level } = active;
  // An issue may stand at another resource of the stack; the path is told only where it is the subject's own.
  const own = issue.property instanceof Property && issue.property.owner === resource.urn ? issue.property : undefined;
  const path = own?.pointer ?? "";
  const source = positionOf(planned, path);
  const identity = identities.of(planned.urn);
  const waiver = waivers.covering({ rule, type: resource.type, name: resource.name, identity, path });
  const found: Finding & { baselined?: true } = {
    rule: rule.id,
    verdict: issue.verdict,
    level,
    severity: rule.severity,
    urn: planned.urn,
    type: resource.type,
    identity,
    path,
    message: issue.message,
    ...faultOf(issue, planned.urn),
    ...(source && { source }),
    ...declarations(planned),
    // Costs more than the verdict, and many reports do not ask for it.
    get fingerprint() {
      return fingerprint(rule.id, resource.type, identity, planned.inputs, path);
    },
    // The same. A getter of its own, as a spread would ask at once.
    get suggestion() {
      return issue.verdict === "fail" && waiver === undefined ? suggestion(issue) : undefined;
    },
    ...(issue.verdict === "undecided" && active.undecided === "fail" && { undecidedFails: true }),
    ...(waiver !== undefined && {
      waiver: { reason: waiver.reason, owner: waiver.owner, ticket: waiver.ticket, expires: waiver.expires },
    }),
  };
  if (waiver === undefined && inBaseline?.(found) === true) found.baselined = true;
  return found;
}

function faultOf({ property }: Issue, subject: string): Pick<Finding, "fault"> {
  const fault =
    property instanceof Property ? { urn: property.owner, path: property.pointer } : { urn: property.urn, path: "" };
  return fault.urn === subject ? {} : { fault };
}
