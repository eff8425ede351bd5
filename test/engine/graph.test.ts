import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { comparePlans } from "../../engine/compare.ts";
import { evaluate } from "../../engine/evaluate.ts";
import { type Graph, type Zone, graphOf } from "../../engine/graph.ts";
import { renderDot } from "../../engine/graph/dot.ts";
import { renderMermaid } from "../../engine/graph/mermaid.ts";
import { nodesIn } from "../../engine/graph/picture.ts";
import { renderSvg } from "../../engine/graph/svg.ts";
import { decodePlan } from "../../engine/plan-codec.ts";
import type { Plan } from "../../engine/plan.ts";
import { rules } from "../../policies/rules/index.ts";
import { shop } from "./graph.fixture.ts";

const golden = (name: string): string => readFileSync(new URL(`../golden/graph/${name}`, import.meta.url), "utf8");

/** `Network 10.0.0.0/16 > Public subnets: entry`, one line a zone that holds something itself. */
function outline({ label, zones, nodes }: Zone, above: readonly string[] = []): string[] {
  const path = [...above, label];
  const own = nodes.length === 0 ? [] : [`${path.slice(1).join(" > ")}: ${nodes.map(({ name }) => name).join(", ")}`];
  return [...own, ...zones.flatMap((zone) => outline(zone, path))];
}

/** Edges by name, with their relations and ports. */
function lines({ root, edges }: Graph): string[] {
  const names = new Map(nodesIn(root).map(({ id, name }) => [id, name]));
  return edges
    .map(
      ({ from, to, relations, ports }) =>
        `${names.get(from)} > ${names.get(to)}: ${[...relations, ...ports].join(" ")}`,
    )
    .toSorted();
}

describe("a graph", () => {
  const plan = shop();
  const graph = graphOf(plan);

  test("puts components where routes, subnets and namespaces say that they are", () => {
    expect(outline(graph.root)).toEqual([
      "Edge: site",
      "Network 10.0.0.0/16: network",
      "Network 10.0.0.0/16 > Public subnets: entry",
      "Network 10.0.0.0/16 > Private subnets > Kubernetes: cluster",
      "Network 10.0.0.0/16 > Private subnets > Kubernetes > Namespace shop: pool, web",
      "Network 10.0.0.0/16 > Isolated subnets: database",
      "Account services: aws cloudwatch, aws kms",
    ]);
  });

  test("ties components by what they do with each other, not by tags", () => {
    expect(lines(graph)).toEqual([
      "aws cloudwatch > database: watching",
      "cluster > network: placement",
      "database > aws kms: encryption",
      "database > network: placement",
      "entry > network: placement",
      "pool > database: traffic 5432",
      "site > entry: traffic",
      "web > pool: traffic 6432",
    ]);
  });

  test("counts what is in a component, however deep", () => {
    const { findings } = evaluate(plan, { rules });
    const { root, nodeOf } = graphOf(plan, { findings });
    const database = nodesIn(root).find(({ name }) => name === "database");
    const inDatabase = findings.filter(({ urn }) => urn.includes("acme:data:Database"));
    expect(database?.resources).toBe(3);
    expect(database?.states.violation).toBe(
      inDatabase.filter(({ verdict, level }) => verdict === "fail" && level === "mandatory").length,
    );
    expect(database?.states.violation).toBeGreaterThan(0);
    expect(nodeOf.size).toBe(plan.resources.length);
  });

  test("lays a change over the plan", () => {
    const without = (name: string, from: Plan): Plan => ({
      ...from,
      resources: from.resources.filter((resource) => resource.name !== name),
    });
    const before = without("db-alarm", plan);
    const after: Plan = {
      ...without("web-egress", plan),
      resources: without("web-egress", plan).resources.map((resource) =>
        resource.name === "db" ? { ...resource, inputs: { ...resource.inputs, publiclyAccessible: false } } : resource,
      ),
    };
    const { root } = graphOf(after, { changes: comparePlans(before, after) });
    const changes = new Map(nodesIn(root).map((node) => [node.name, node.changes]));
    expect(changes.get("aws cloudwatch")).toEqual({ added: 1, changed: 0, removed: 0 });
    expect(changes.get("database")).toEqual({ added: 0, changed: 1, removed: 0 });
    expect(changes.get("web")).toEqual({ added: 0, changed: 0, removed: 1 });
    expect(changes.get("site")).toEqual({ added: 0, changed: 0, removed: 0 });
  });

  test("takes loose resources by service, and Kubernetes objects without a cluster by namespace", () => {
    const loose = decodePlan(
      JSON.stringify({
        resources: [
          { type: "aws:s3/bucket:Bucket", name: "b", inputs: {} },
          { type: "aws:s3/bucket:Bucket", name: "a", inputs: {} },
          { type: "kubernetes:core/v1:ConfigMap", name: "c", inputs: { metadata: { namespace: "one" } } },
          { type: "kubernetes:core/v1:ConfigMap", name: "d", inputs: { metadata: { namespace: "two" } } },
        ],
      }),
    );
    const { root } = graphOf(loose);
    expect(outline(root)).toEqual([
      "Namespace one: kubernetes core",
      "Namespace two: kubernetes core",
      "Account services: aws s3",
    ]);
    expect(
      nodesIn(root)
        .at(-1)
        ?.children.map(({ name }) => name),
    ).toEqual(["a", "b"]);
  });
});

describe("a drawing", () => {
  const plan = shop();
  const { findings } = evaluate(plan, { rules: rules.filter(({ id }) => id === "rds-not-publicly-accessible") });
  const graph = graphOf(plan, { findings });

  test.each([
    ["shop.mmd", renderMermaid(graph, "component")],
    ["shop-resources.mmd", renderMermaid(graph, "resource")],
    ["shop.dot", renderDot(graph, "component")],
  ])("is written as %s", (name, text) => {
    expect(text).toBe(golden(name));
  });

  test("does not depend on the order in which things were registered", async () => {
    const turned = graphOf({ ...plan, resources: plan.resources.toReversed() }, { findings: findings.toReversed() });
    expect(renderMermaid(turned, "resource")).toBe(renderMermaid(graph, "resource"));
    expect(renderDot(turned, "resource")).toBe(renderDot(graph, "resource"));
    expect(await renderSvg(turned, "component")).toBe(await renderSvg(graph, "component"));
  });

  test("caps its lines, and says how many are left out", () => {
    const bucket = { type: "aws:s3/bucket:Bucket", name: "bucket", inputs: {} };
    const urn = "urn:pulumi:stack::project::aws:s3/bucket:Bucket::bucket";
    const users = Array.from({ length: 200 }, (_, index) => {
      const propertyDependencies = { environment: [urn] };
      const parent = `urn:pulumi:stack::project::acme:app:App::app-${index}`;
      return [
        { urn: parent, type: "acme:app:App", name: `app-${index}`, custom: false, inputs: {} },
        { type: "aws:lambda/function:Function", name: `f-${index}`, parent, inputs: {}, propertyDependencies },
      ];
    });
    const many = graphOf(decodePlan(JSON.stringify({ resources: [bucket, ...users.flat()] })));
    const text = renderMermaid(many, "component");
    expect(text.match(/ -\.-> /g)).toHaveLength(150);
    expect(text).toContain('left["50 lines left out"]');
  });

  test("takes hostile names as text", async () => {
    const name = 'x"]; end </script><script>alert(1)</script> \\" & `b` %%{init}%%\n-->|';
    const hostile = graphOf(
      decodePlan(
        JSON.stringify({ stack: name, resources: [{ type: "acme:app:App", name, custom: false, inputs: {} }] }),
      ),
    );
    const mermaid = renderMermaid(hostile, "component");
    expect(mermaid).toContain("x#34;#93;#59; end #60;/script#62;");
    expect(mermaid).not.toMatch(/<script|%%\{|`/);
    const svg = await renderSvg(hostile, "component");
    expect(svg).not.toContain("<script");
    expect(svg).toContain(
      "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; \\&quot; &amp; `b` %%{init}%% &#45;&#45;&gt;|",
    );
  });
});
