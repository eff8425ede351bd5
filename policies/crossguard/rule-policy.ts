import type { Policy, ReportViolation, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { UNDECIDED_MODES, type UndecidedMode, defaultLevel } from "../levels.ts";
import type { Context, Issue, Rule, Tier } from "../rule.ts";
import { Resource } from "../resource.ts";
import { judge } from "../run.ts";
import type { Session } from "./session.ts";

/** The stack under analysis, as its config declares it. */
export interface Deployment {
  readonly environment: string | undefined;
  readonly tier: Tier;
}

/** A type that no resource has: the SDK skips a policy for it before it deserialises anything. */
const SKIP = "rampart:none";

/**
 * One rule as a CrossGuard policy, so that its level and config are set, listed and reported under its own
 * name. The SDK reads `__pulumiType` of a validation function before it deserialises properties for it; here
 * that read runs the rule on what the session has unwrapped, and asks for the call only when there is
 * something to report. Internal to the SDK, hence the pinned version and the tests through its real server.
 */
export class RulePolicy {
  readonly rule: Rule;
  readonly #session: Session;
  readonly #deployment: Deployment;
  /** What the user configured; known only inside a call, which the first request therefore always makes. */
  #configured: Configured | undefined;

  constructor(rule: Rule, session: Session, deployment: Deployment) {
    this.rule = rule;
    this.#session = session;
    this.#deployment = deployment;
  }

  get policy(): Policy {
    const level = defaultLevel(this.rule);
    const common = {
      name: this.rule.id,
      description: this.rule.title,
      enforcementLevel: level,
      severity: this.rule.severity,
      remediationSteps: this.rule.fix,
      ...(this.rule.links[0] && { url: this.rule.links[0].url }),
      configSchema: { properties: configProperties(this.rule) },
    };
    const resourcePolicy: ResourceValidationPolicy = {
      ...common,
      validateResource: lazily(
        () => this.#configured === undefined || (this.rule.scope === "resource" && this.#issues().length > 0),
        (args, report) => {
          this.#configure(args.getConfig(), report);
          if (this.rule.scope === "resource") this.#report(this.#issues(), report);
        },
      ),
    };
    if (this.rule.scope === "resource") return resourcePolicy;
    // A rule over the stack is a resource policy too: only there can it learn its config cheaply.
    const stackPolicy: Pick<StackValidationPolicy, "validateStack"> = {
      validateStack: lazily(
        () => this.#configured === undefined || this.#issues().length > 0,
        (args, report) => {
          if (this.#configured === undefined) this.#configure(args.getConfig(), report);
          this.#report(this.#issues(), report);
        },
      ),
    };
    return { ...resourcePolicy, ...stackPolicy };
  }

  #configure(config: object, report: ReportViolation): void {
    if (this.#configured !== undefined) return;
    const parsed = configSchema(this.rule).safeParse(config);
    if (parsed.success) {
      const { undecided, ...own } = parsed.data;
      this.#configured = { undecided: undecided as UndecidedMode | undefined, config: own, valid: true };
      return;
    }
    // The CLI lets undeclared and mistyped settings through: left unsaid, a typo would switch a guard off.
    this.#configured = { undecided: undefined, config: undefined, valid: false };
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".") || "config"}: ${issue.message}`);
    reportAs(
      report,
      `the pack's config for this rule is not valid: ${faults.join("; ")}. Correct it, then run again.`,
      "mandatory",
    );
  }

  #issues(): readonly Issue[] {
    const configured = this.#configured;
    if (configured?.valid !== true) return [];
    const { resources, stack } = this.#session.current;
    const context: Context<unknown> = { ...this.#deployment, config: configured.config, mode: "preview" };
    return resources
      .filter((resource) => this.rule.types.includes(resource.type) || this.rule.types.includes("*"))
      .flatMap((resource) => judge(this.rule, resource, context, stack, { secretness: false }).issues);
  }

  #report(issues: readonly Issue[], report: ReportViolation): void {
    for (const issue of issues) {
      const urn = issue.property instanceof Resource ? issue.property.urn : issue.property.owner;
      const path = issue.property instanceof Resource ? "" : issue.property.display;
      const where = path === "" ? "" : ` (at ${path})`;
      if (issue.verdict === "fail") report(`${issue.message}${where}`, urn);
      else if (this.#configured?.undecided === "fail") report(`undecided: ${issue.message}`, urn);
      else reportAs(report, `${this.rule.title}\nundecided: ${issue.message}`, "advisory", urn);
    }
  }
}

interface Configured {
  readonly undecided: UndecidedMode | undefined;
  readonly config: unknown;
  readonly valid: boolean;
}

/** The SDK honours an object with a level of its own, though its types do not say so. */
function reportAs(
  report: ReportViolation,
  message: string,
  enforcementLevel: "advisory" | "mandatory",
  urn?: string,
): void {
  (report as unknown as (violation: object) => void)({ message, enforcementLevel, urn });
}

function lazily<Args, Result>(
  wanted: () => boolean,
  validate: (args: Args, report: ReportViolation) => Result,
): (args: Args, report: ReportViolation) => Result {
  Object.defineProperty(validate, "__pulumiType", { get: () => (wanted() ? undefined : SKIP) });
  return validate;
}

/** A rule's own settings and `undecided`; anything else is refused. */
export function configSchema(rule: Rule): z.ZodObject {
  const own: z.ZodRawShape = rule.config?.shape ?? {};
  return z.strictObject({
    ...own,
    undecided: z.enum(UNDECIDED_MODES).optional().describe("What an undecided verdict does; default: report."),
  });
}

function configProperties(rule: Rule): Record<string, object> {
  const schema = z.toJSONSchema(configSchema(rule), { target: "draft-7", io: "input" });
  return (schema.properties ?? {}) as Record<string, object>;
}
