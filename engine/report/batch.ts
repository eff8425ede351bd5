import type { Evaluation } from "../evaluate.ts";
import type { Finding } from "../finding.ts";
import type { PlanError } from "../plan-reader.ts";

/** The verdict on one plan of a batch, as one line of JSON: what `--all` adds changes no count. */
export function renderBatchLine(plan: number, { summary, findings, verdicts }: Evaluation): string {
  const { resources, external, pass, fail, undecided, notApplicable, waived, assumed } = summary;
  const line = {
    plan,
    summary: {
      resources,
      ...(external !== undefined && { external }),
      pass,
      fail,
      undecided,
      notApplicable,
      waived,
      assumed,
    },
    findings: [
      ...findings.map(batchFinding),
      ...verdicts.map(({ rule, verdict, level, severity, urn, assumed: isAssumed }) => {
        return { rule, verdict, level, severity, urn, path: "", message: "", ...(isAssumed && { assumed: true }) };
      }),
    ],
  };
  return `${JSON.stringify(line)}\n`;
}

function batchFinding({ rule, verdict, level, severity, urn, path, message, fault, waiver }: Finding): object {
  // The reader acts on the resource at fault, whichever of the joined ones was judged.
  const at = fault ?? { urn, path };
  return { rule, verdict, level, severity, urn: at.urn, path: at.path, message, ...(waiver && { waiver }) };
}

/** A line of a batch that holds no plan. The position is in the file. */
export function renderBatchError(plan: number, { complaint, position }: PlanError): string {
  const error = { message: complaint, line: plan + 1, column: position.column };
  return `${JSON.stringify({ plan, error })}\n`;
}
