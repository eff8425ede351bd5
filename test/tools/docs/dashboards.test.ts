import { readFileSync, readdirSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { dashboardPages, grafanaBoards, grafanaDashboard } from "../../../tools/docs/dashboards.ts";

const FOLDER = "docs/dashboards";

const dataSource = z.strictObject({ type: z.literal("cloudwatch"), uid: z.literal("${datasource}") });
const chosen = z.strictObject({ text: z.string(), value: z.string() });
const target = z.strictObject({
  refId: z.string().regex(/^[A-Z]$/),
  id: z.literal(""),
  datasource: dataSource,
  queryMode: z.literal("Metrics"),
  // 0 searches metrics, and 0 is the builder; others would need a query in text.
  metricQueryType: z.literal(0),
  metricEditorMode: z.literal(0),
  region: z.enum(["$region", "us-east-1"]),
  namespace: z.string().min(1),
  metricName: z.string().min(1),
  dimensions: z.record(z.string(), z.string().min(1)),
  matchExact: z.literal(true),
  statistic: z.enum(["Average", "Maximum", "Minimum", "Sum", "p99"]),
  period: z.literal("300"),
  label: z.string().min(1),
  expression: z.literal(""),
});
const panel = z.strictObject({
  id: z.int().min(1),
  type: z.literal("timeseries"),
  title: z.string().min(1),
  datasource: dataSource,
  gridPos: z.strictObject({
    x: z.int().min(0).max(23),
    y: z.int().min(0),
    w: z.int().min(1).max(24),
    h: z.int().min(1),
  }),
  fieldConfig: z.strictObject({
    defaults: z.strictObject({
      unit: z.enum(["bytes", "h", "ms", "percent", "s", "short"]),
      min: z.literal(0),
      custom: z.strictObject({ thresholdsStyle: z.strictObject({ mode: z.literal("line") }) }).optional(),
      thresholds: z
        .strictObject({
          mode: z.literal("absolute"),
          // The first step has no value: it is everything below the others.
          steps: z.tuple(
            [z.strictObject({ color: z.string(), value: z.null() })],
            z.strictObject({ color: z.string(), value: z.number() }),
          ),
        })
        .optional(),
    }),
    overrides: z.tuple([]),
  }),
  options: z.strictObject({
    legend: z.strictObject({
      displayMode: z.literal("list"),
      placement: z.literal("bottom"),
      showLegend: z.literal(true),
      calcs: z.tuple([]),
    }),
    tooltip: z.strictObject({ mode: z.literal("multi"), sort: z.literal("desc") }),
  }),
  targets: z.array(target).min(1),
});
const common = { name: z.string().regex(/^[a-z]+$/), label: z.string().min(1), hide: z.literal(0), current: chosen };
const variable = z.discriminatedUnion("type", [
  z.strictObject({
    ...common,
    type: z.literal("datasource"),
    query: z.literal("cloudwatch"),
    options: z.tuple([]),
    refresh: z.literal(1),
    regex: z.literal(""),
  }),
  z.strictObject({
    ...common,
    type: z.literal("textbox"),
    query: z.string().min(1),
    options: z.tuple([z.strictObject({ ...chosen.shape, selected: z.literal(true) })]),
  }),
  z.strictObject({
    ...common,
    type: z.literal("query"),
    datasource: dataSource,
    query: z.string().regex(/^dimension_values\((?:\$region|us-east-1), AWS\/\w+, \w+, \w+(?:, \{.*\})?\)$/),
    multi: z.boolean(),
    includeAll: z.literal(false),
    options: z.tuple([]),
    refresh: z.literal(2),
    regex: z.literal(""),
    sort: z.literal(1),
  }),
]);

/** What our dashboards may consist of: narrower than what Grafana takes, for which see the last test. */
const dashboard = z.strictObject({
  uid: z.string().regex(/^[a-z-]{1,40}$/),
  title: z.string().min(1),
  description: z.string(),
  tags: z.array(z.string()),
  schemaVersion: z.literal(39),
  version: z.literal(1),
  editable: z.literal(true),
  graphTooltip: z.literal(1),
  timezone: z.literal("utc"),
  refresh: z.literal("5m"),
  time: z.strictObject({ from: z.literal("now-6h"), to: z.literal("now") }),
  annotations: z.strictObject({ list: z.tuple([]) }),
  links: z.tuple([]),
  templating: z.strictObject({ list: z.array(variable).min(2) }),
  panels: z.array(panel).min(1),
});

const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));

test("there is a file for each board, as its source says", () => {
  expect(files).toEqual(["antivirus.json", "caches.json", "database.json", "edge.json", "platform.json"]);
  for (const [file, text] of dashboardPages()) expect(readFileSync(file, "utf8")).toBe(text);
});

describe.each(files)("%s", (file) => {
  const read: unknown = JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8"));

  test("is a dashboard", () => {
    expect(dashboard.safeParse(read).error).toBeUndefined();
  });

  test("asks for every choice that it uses, and for none that it does not", () => {
    const { templating, panels, ...rest } = dashboard.parse(read);
    const used = (text: string): string[] => [...text.matchAll(/\$\{?([a-z]+)\b/g)].map((match) => match[1] as string);
    const offered = templating.list.map(({ name }) => name);
    const needed = used(JSON.stringify([panels, rest, templating.list.map(({ query }) => query)]));
    expect(new Set(needed)).toEqual(new Set(offered));
    // A choice can only be narrowed by one before it.
    for (const [index, { query }] of templating.list.entries()) {
      for (const name of used(query)) expect(offered.slice(0, index)).toContain(name);
    }
  });

  test("has panels apart from one another", () => {
    const { panels } = dashboard.parse(read);
    const places = panels.map(({ gridPos: { x, y } }) => `${x},${y}`);
    expect(new Set(places).size).toBe(panels.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { gridPos, targets } of panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    }
  });
});

test("a dashboard with something in it that Grafana does not know is noticed", () => {
  const [board] = grafanaBoards();
  const made = grafanaDashboard(board!);
  expect(dashboard.safeParse(made).success).toBe(true);
  expect(dashboard.safeParse({ ...made, pannels: [] }).success).toBe(false);
});

/**
 * Grafana's own schemas: the folder `jsonschema` of a checkout of github.com/grafana/grafana-foundation-sdk. They are not ours to
 * carry along, and no package has them, so that this runs where somebody has put them.
 */
const SCHEMAS = process.env["GRAFANA_SCHEMAS"];

describe.runIf(SCHEMAS !== undefined)("Grafana's schemas", () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const judge = (file: string, definition: string) => {
    const schema: object = JSON.parse(readFileSync(`${SCHEMAS}/${file}.jsonschema.json`, "utf8"));
    const validate = ajv.compile({ ...schema, $ref: `#/definitions/${definition}` });
    return (value: unknown): unknown => {
      validate(value);
      return validate.errors ?? [];
    };
  };

  test.each(files)("take %s", (file) => {
    const faultsOf = {
      dashboard: judge("dashboard", "Dashboard"),
      options: judge("timeseries", "Options"),
      custom: judge("timeseries", "FieldConfig"),
      query: judge("cloudwatch", "MetricsQuery"),
    };
    const read = dashboard.parse(JSON.parse(readFileSync(`${FOLDER}/${file}`, "utf8")));
    expect(faultsOf.dashboard(read)).toEqual([]);
    expect(faultsOf.dashboard({ ...read, panels: "none" })).not.toEqual([]);
    for (const { options, fieldConfig, targets } of read.panels) {
      expect(faultsOf.options(options)).toEqual([]);
      expect(faultsOf.custom(fieldConfig.defaults.custom ?? {})).toEqual([]);
      for (const query of targets) expect(faultsOf.query(query)).toEqual([]);
    }
  });
});
