import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { evaluate } from "../../../engine/evaluate.ts";
import { readManifests, typeOf } from "../../../engine/inputs/manifests.ts";
import { YamlLines } from "../../../engine/inputs/yaml-position.ts";
import { parseDocument, splitDocuments } from "../../../engine/inputs/yaml.ts";
import { rules } from "../../../policies/rules/index.ts";

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  template:
    spec:
      initContainers:
      - name: migrate
        image: migrate:1
      containers:
        - name: web
          image: web:1
          securityContext: {privileged: true}
        - # the second one
          name: side
          "image": side:1
          args:
            - |
              privileged: no
              image: nothing
          securityContext:
            privileged: yes
`;

function read(text: string, inFolder = false) {
  return readManifests([{ file: "a.yaml", text, inFolder }]);
}

function parse(text: string): unknown {
  return parseDocument({ text, line: 1 });
}

describe("manifests", () => {
  test("take the tokens that Pulumi's own provider gives", () => {
    expect(typeOf("v1", "Pod")).toBe("kubernetes:core/v1:Pod");
    expect(typeOf("apps/v1", "Deployment")).toBe("kubernetes:apps/v1:Deployment");
    expect(typeOf("secrets-store.csi.x-k8s.io/v1", "SecretProviderClass")).toBe(
      "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
    );
  });

  test("are judged together, whether in one document, several, or a list", () => {
    const service = { apiVersion: "v1", kind: "Service", metadata: { name: "s" }, spec: { type: "NodePort" } };
    const list = { apiVersion: "v1", kind: "List", items: [service, { ...service, metadata: { name: "t" } }] };
    const { plan, faults } = read(
      `${DEPLOYMENT}---\n# nothing\n---\n${stringify(service)}...\n---\n${JSON.stringify(list)}\n`,
    );
    expect(faults).toEqual([]);
    expect(plan.resources.map(({ type, name, source }) => [type, name, source?.line])).toEqual([
      ["kubernetes:apps/v1:Deployment", "web", 1],
      ["kubernetes:core/v1:Service", "s", 28],
      ["kubernetes:core/v1:Service", "s", 36],
      ["kubernetes:core/v1:Service", "t", 36],
    ]);
    expect(new Set(plan.resources.map(({ urn }) => urn)).size).toBe(4);
    const { findings } = evaluate(plan, { rules: rules.filter(({ id }) => id === "k8s-service-no-node-port") });
    expect(findings.map(({ identity }) => identity)).toEqual(["s", "s", "t"]);
  });

  test("of a list of one kind are that kind, with or without saying so", () => {
    const pods = { apiVersion: "v1", kind: "PodList", items: [{ metadata: { name: "a" } }, { kind: "Pod" }] };
    const sets = { apiVersion: "apps/v1", kind: "ReplicaSetList", items: [{ metadata: { name: "b" } }] };
    const own = { apiVersion: "example.com/v1", kind: "AllowList", items: ["10.0.0.0/8"] };
    const { plan, faults } = read([pods, sets, own].map((object) => stringify(object)).join("---\n"));
    expect(faults).toEqual([]);
    expect(plan.resources.map(({ type, name }) => [type, name])).toEqual([
      ["kubernetes:core/v1:Pod", "a"],
      ["kubernetes:core/v1:Pod", "(no name)"],
      ["kubernetes:apps/v1:ReplicaSet", "b"],
      ["kubernetes:example.com/v1:AllowList", "(no name)"],
    ]);
  });

  test("are found behind anchors and tags", () => {
    const text = "spec: &s\n  a:\n    - &c !!map # first\n      b: 1\n    - *c\n  d: !!map\n    e: 2\n  f: &x 1\n";
    const lines = new YamlLines(text);
    expect(lines.positionOf(["spec", "a", 0, "b"])).toEqual({ line: 4, column: 7 });
    expect(lines.positionOf(["spec", "a", 1, "b"])).toEqual({ line: 5, column: 5 });
    expect(lines.positionOf(["spec", "d", "e"])).toEqual({ line: 7, column: 5 });
    expect(lines.positionOf(["spec", "f"])).toEqual({ line: 8, column: 3 });
  });

  test("findings name the namespace, and the line of the property at fault", () => {
    const { plan, positionOf } = read(`---\n# Source: chart/web.yaml\n${DEPLOYMENT}`);
    const privileged = rules.filter(({ id }) => id === "pss-baseline-privileged");
    const { findings } = evaluate(plan, { rules: privileged, positionOf });
    expect(findings.map(({ identity, path, source }) => [identity, path, source])).toEqual([
      [
        "shop/web",
        "/spec/template/spec/containers/0/securityContext/privileged",
        { file: "a.yaml", line: 17, column: 11 },
      ],
      [
        "shop/web",
        "/spec/template/spec/containers/1/securityContext/privileged",
        { file: "a.yaml", line: 26, column: 13 },
      ],
    ]);
  });

  test("a fault spares the documents beside it and has its place in the file", () => {
    const { plan, faults } = read(
      `kind: Pod\n---\n${DEPLOYMENT}---\na:\n  - b\n c: d\n---\nreplicas: {{ .Values.x }}: y\n`,
    );
    expect(plan.resources.map(({ name }) => name)).toEqual(["web"]);
    expect(faults).toEqual([
      "a.yaml:1:1: is no Kubernetes object: apiVersion and kind are missing",
      expect.stringMatching(/^a\.yaml:30:2: is not YAML: /),
      expect.stringMatching(/^a\.yaml:32:\d+: is not YAML: .*; for a Helm chart, check what `helm template` prints$/),
    ]);
  });

  test("other YAML is a mistake by name, and no matter in a folder", () => {
    expect(read("replicas: 2\n", true)).toMatchObject({ faults: [], skipped: ["a.yaml"] });
    expect(read("replicas: 2\n").faults).toEqual([
      "a.yaml:1:1: is no Kubernetes object: apiVersion and kind are missing",
    ]);
    expect(read("").faults).toEqual(["a.yaml:1:1: holds no Kubernetes object; give files with apiVersion and kind"]);
  });
});

describe("YAML as Kubernetes reads it", () => {
  test("booleans and octal numbers of YAML 1.1, dates as text, merge keys", () => {
    expect(
      parse(
        "a: yes\nb: Off\nc: 0644\nd: 2024-01-01\ne: y\nf: 'yes'\ng: &g {x: 1}\nh: {<<: *g, y: 0x10}\ni: ~\nj: -1.5\n",
      ),
    ).toEqual({
      a: true,
      b: false,
      c: 420,
      d: "2024-01-01",
      e: "y",
      f: "yes",
      g: { x: 1 },
      h: { x: 1, y: 16 },
      i: null,
      j: -1.5,
    });
  });

  test("a key is only a key, whatever it is called", () => {
    const parsed = parse("__proto__: {polluted: true}\nconstructor: 1\n") as object;
    expect(Object.keys(parsed)).toEqual(["__proto__", "constructor"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test.each([
    ["duplicate keys", "a: 1\na: 2\n", /duplicated mapping key/],
    ["a tag of another tool", "a: !Ref b\n", /unknown tag/],
    ["nesting without end", "[".repeat(10_000), /nesting exceeded/],
    ["a value that holds itself", "a: &a [*a]\n", /more than 1000000 values/],
    [
      "aliases that multiply",
      `a: &a [${"x,".repeat(99)}x]\nb: &b [${"*a,".repeat(99)}*a]\nc: &c [${"*b,".repeat(99)}*b]\nd: [${"*c,".repeat(9)}*c]\n`,
      /more than 1000000 values once its aliases are written out/,
    ],
  ])("refuses %s", (_what, text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  test("splits a stream at markers only, and knows their lines", () => {
    const stream = "%YAML 1.2\n---\na: |\n  --- x\n---text: 1\n--- # two\nb: 2\n...\n\nc: 3\n---\n# only a comment\n";
    expect(splitDocuments(stream).map(({ line, text }) => [line, text])).toEqual([
      [2, "---\na: |\n  --- x\n---text: 1\n"],
      [6, "--- # two\nb: 2\n"],
      [8, "\n\nc: 3\n"],
    ]);
  });

  test("finds the line of every property of what a common writer wrote", () => {
    const key = fc.stringMatching(/^[a-z][a-zA-Z0-9./-]{0,8}$/);
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(fc.integer(), fc.boolean(), fc.string(), fc.stringMatching(/^(a: b\n|- c\n|x\n){1,3}$/)),
        fc.dictionary(key, tie("tree"), { maxKeys: 4, minKeys: 1, noNullPrototype: true }),
        fc.array(tie("tree"), { maxLength: 3, minLength: 1 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, tree, { minKeys: 1, noNullPrototype: true }), fc.boolean(), (value, indentSeq) => {
        const text = stringify(value, { indentSeq, aliasDuplicateObjects: false });
        const lines = new YamlLines(text);
        const written = text.split("\n");
        const visit = (at: unknown, path: readonly (string | number)[]): void => {
          if (typeof at !== "object" || at === null) return;
          for (const [name, inner] of Object.entries(at)) {
            const here = [...path, Array.isArray(at) ? Number(name) : name];
            const { line, column } = lines.positionOf(here);
            const found = (written[line - 1] ?? "").slice(column - 1);
            expect([here, found]).toEqual([here, expect.stringMatching(Array.isArray(at) ? /^-/ : startOf(name))]);
            visit(inner, here);
          }
        };
        visit(value, []);
      }),
      { numRuns: 300 },
    );
  });
});

function startOf(name: string): RegExp {
  return new RegExp(`^["']?${name.replaceAll(/[./-]/g, String.raw`\$&`)}["']?:`);
}
