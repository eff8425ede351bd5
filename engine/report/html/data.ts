import { formatPointer } from "../../../policies/pointer.ts";
import { type Graph, type GraphNode, type Zone, graphOf } from "../../graph.ts";
import { RELATION_TITLES } from "../../graph/relations.ts";
import type { StackPreview } from "../../preview.ts";
import { shownSuggestion } from "../_suggestion.ts";
import { type Found, type Report, describeState, gravestFirst, shownVerdict } from "../_report.ts";

/** A stack and its graph. */
export interface Charted {
  readonly preview: StackPreview;
  readonly graph: Graph;
}

export function chart({ previews }: Report): Charted[] {
  return previews.map((preview) => {
    const changes = preview.against?.changes;
    // Several plans may be of stacks of one name; the preview's is the one that was asked for.
    const graph = graphOf(
      { ...preview.plan, stack: preview.stack },
      {
        findings: preview.evaluation.findings,
        ...(changes !== undefined && { changes }),
      },
    );
    return { preview, graph };
  });
}

/** All that the page's script knows: names, types, counts and findings; never an input, only what rules would set. */
export function pageData(report: Report, charted: readonly Charted[]): object {
  const found = gravestFirst(report.previews);
  return {
    relations: RELATION_TITLES,
    stacks: charted.map(({ preview, graph }) => ({
      name: preview.stack,
      verdict: shownVerdict(preview, report.strict),
      root: zoneData(graph.root),
      edges: graph.edges,
    })),
    findings: findingsData(report, charted, found),
    rules: rulesData(report, found),
  };
}

function zoneData({ id, kind, label, zones, nodes }: Zone): object {
  return { id, kind, name: label, zones: zones.map(zoneData), nodes: nodes.map(nodeData) };
}

/** What is nothing is left out: there may be thousands. */
function nodeData({ id, kind, name, type, resources, children, states, changes }: GraphNode): object {
  return {
    id,
    kind,
    name,
    type,
    ...(kind !== "resource" && { resources }),
    ...(children.length > 0 && { children: children.map(nodeData) }),
    ...some("states", states),
    ...some("changes", changes),
  };
}

function some(key: string, counts: object): object {
  const left = Object.entries(counts).filter(([, count]) => count !== 0);
  return left.length === 0 ? {} : { [key]: Object.fromEntries(left) };
}

function findingsData(report: Report, charted: readonly Charted[], found: readonly Found[]): object[] {
  const indexOf = new Map(charted.map(({ preview }, index) => [preview, index]));
  const topOf = new Map(charted.map(({ preview, graph }) => [preview, topNames(graph)]));
  return found.map((one) => {
    const { finding, preview, state } = one;
    const { at } = report.locate(preview, finding);
    const set = shownSuggestion(finding);
    return {
      stack: indexOf.get(preview),
      rule: finding.rule,
      state,
      severity: finding.severity,
      ...(finding.againstBase === "new" && { isNew: true }),
      component: topOf.get(preview)?.get(finding.urn) ?? "",
      identity: finding.identity,
      path: formatPointer(finding.path),
      message: finding.message,
      at: `${at.file}:${at.line}`,
      ...(set !== undefined && { set }),
      ...(finding.waiver !== undefined && { waiver: `${describeState(one)}${finding.waiver.reason}` }),
    };
  });
}

/** The outermost component of each resource, by name. */
function topNames(graph: Graph): ReadonlyMap<string, string> {
  const nameOf = new Map<GraphNode, string>();
  const visit = (node: GraphNode, name: string): void => {
    nameOf.set(node, name);
    for (const child of node.children) visit(child, name);
  };
  const visitZone = ({ zones, nodes }: Zone): void => {
    for (const node of nodes) visit(node, node.name);
    for (const zone of zones) visitZone(zone);
  };
  visitZone(graph.root);
  return new Map([...graph.nodeOf].map(([urn, node]) => [urn, nameOf.get(node) ?? ""]));
}

function rulesData({ rules }: Report, found: readonly Found[]): object {
  const ids = [...new Set(found.map(({ finding }) => finding.rule))].toSorted();
  const known = ids.flatMap((id) => rules.get(id) ?? []);
  return Object.fromEntries(
    known.map(({ id, title, severity, profile, why, fix, links }) => [
      id,
      // A link of anybody's rule: only what a browser opens as a page.
      { title, severity, profile, why, fix, links: links.filter(({ url }) => /^https?:\/\//.test(url)) },
    ]),
  );
}
