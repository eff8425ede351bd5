import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ADMISSION_RULES } from "../../../components/_admission-table.ts";
import { CASES, PARAMETERS, admissionObjects, bindingAlone, packFails } from "./_admission.ts";
import { arbitraryPod } from "./_arbitrary-pods.ts";
import { GOOD_IMAGE, exampleObject } from "./_examples.ts";
import { type KubernetesObject, Objects } from "./_objects.ts";
import { ApiServer, missing } from "./_server.ts";

const GENERATED_PODS = 300;
const GOOD_CONTAINER = {
  name: "api",
  image: GOOD_IMAGE,
  resources: { limits: { memory: "256Mi" } },
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } },
};
const goodPod = (container: object = {}, spec: object = {}): KubernetesObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "api", namespace: "shop" },
  spec: { automountServiceAccountToken: false, containers: [{ ...GOOD_CONTAINER, ...container }], ...spec },
});
const inNamespace = (object: KubernetesObject, namespace: string): KubernetesObject => ({
  ...object,
  metadata: { ...object.metadata, namespace },
});

/** A workload of before the policies, which fails most of them. */
const OLD: KubernetesObject = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "old", namespace: "shop" },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: "old" } },
    template: { metadata: { labels: { app: "old" } }, spec: { containers: [{ name: "old", image: "nginx:1.29" }] } },
  },
};

/** Whether the refusal names the policy, and the rule of the pack that it holds. */
const isRefusal = (message: string, row: string, id: string): boolean =>
  message.includes(`ValidatingAdmissionPolicy 'rampart-${row}'`) && message.includes(id);

describe.skipIf(missing !== undefined)(`AdmissionPolicies${missing === undefined ? "" : `: ${missing}`}`, () => {
  let server: ApiServer;
  let objects: Objects;
  const counted = { admitted: 0, rejected: 0, invalid: 0 };

  beforeAll(async () => {
    server = await ApiServer.start();
    objects = new Objects(server);
    const alone = CASES.map(({ namespace }) => namespace);
    for (const name of ["shop", "rampart-admission", "aws-secrets-manager", ...alone]) {
      await objects.ensure({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
      await objects.ensure({
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: { name: "default", namespace: name },
      });
    }
    await objects.ensure(OLD);
    for (const object of await admissionObjects("rampart-admission", { exempt: alone })) await objects.ensure(object);
    for (const one of CASES) {
      const [parameters] = await admissionObjects(one.namespace, { registries: one.registries });
      if (parameters !== undefined) await objects.ensure(parameters);
      await objects.ensure(bindingAlone(one));
    }
    // Policies take hold a moment after they are stored: wait for the ones that were applied last.
    await vi.waitFor(everyPolicyRefuses, { timeout: 300_000, interval: 500 });
  });
  afterAll(async () => {
    process.stderr.write(`AdmissionPolicies: ${JSON.stringify(counted)} examples\n`);
    await server?.stop();
  });

  /** Throws while some policy refuses nothing yet. */
  async function everyPolicyRefuses(): Promise<void> {
    for (const { rule, namespace } of CASES) {
      const bad = rule.examples.fail.map((example) => inNamespace(exampleObject(rule, example), namespace));
      const statuses = await Promise.all(bad.map(async (object) => (await objects.tryCreate(object)).status));
      if (!statuses.includes(403)) throw new Error(`${namespace} answers ${statuses.join()}`);
    }
  }

  describe.each(CASES)("$namespace", ({ row, rule, namespace, examples }) => {
    test("rejects each bad example and admits each good one, as a workload and as a pod", async () => {
      const differences: unknown[] = [];
      const invalid: string[] = [];
      for (const example of examples) {
        for (const object of [exampleObject(rule, example), exampleObject(rule, example, "Pod")]) {
          const { status, body } = await objects.tryCreate(inNamespace(object, namespace));
          if (status === 422) {
            invalid.push(body.message);
            continue;
          }
          const said = status === 201 ? "" : (body.message as string);
          const answer = said === "" ? "admitted" : isRefusal(said, row.name, rule.id) ? "rejected" : said;
          const expected = packFails(rule, object, example.config) ? "rejected" : "admitted";
          if (answer !== expected) differences.push({ object, answer, expected });
          counted[expected] += 1;
        }
      }
      counted.invalid += invalid.length;
      expect(differences).toEqual([]);
      // Ephemeral containers are added to running pods only; they have a test of their own.
      expect(invalid.filter((message) => !message.includes("ephemeral"))).toEqual([]);
    });
  });

  test("judge generated pods as the rules do", async () => {
    const differences: unknown[] = [];
    let compared = 0;
    for (const generated of fc.sample(arbitraryPod, { numRuns: GENERATED_PODS, seed: 20261 })) {
      const answers = CASES.filter(({ row }) => row.objects !== "services").map(async ({ row, rule, namespace }) => {
        const { status, body } = await objects.tryCreate(inNamespace(generated, namespace));
        if (status === 422) return;
        const answer = status === 201 ? "admitted" : isRefusal(body.message, row.name, rule.id) ? "rejected" : body;
        // A policy that holds several rules rejects what one of them fails.
        const rules = CASES.filter((one) => one.row === row).map((one) => one.rule);
        const expected = rules.some((one) => packFails(one, generated, {})) ? "rejected" : "admitted";
        compared += 1;
        if (answer !== expected) differences.push({ rule: rule.id, generated, answer, expected });
      });
      await Promise.all(answers);
    }
    process.stderr.write(`AdmissionPolicies: ${compared} verdicts on generated pods compared\n`);
    expect(differences.slice(0, 3)).toEqual([]);
    expect(compared).toBeGreaterThan(GENERATED_PODS);
  });

  test("admit a pod that does everything right", async () => {
    const { status, body } = await objects.tryCreate(goodPod());
    expect([status, body.message]).toEqual([201, undefined]);
  });

  test.each([
    ["image-digest", { image: "111122223333.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1" }, {}],
    ["trusted-registry", { image: GOOD_IMAGE.replace(/^[^/]+/, "docker.io") }, {}],
    ["memory-limit", { resources: { limits: { cpu: "1" } } }, {}],
    ["api-token", {}, { automountServiceAccountToken: true }],
    ["host-namespaces", {}, { hostPID: true }],
    ["read-only-root", { securityContext: { ...GOOD_CONTAINER.securityContext, readOnlyRootFilesystem: false } }, {}],
  ])("reject a pod for %s alone", async (row, container, spec) => {
    const { status, body } = await objects.tryCreate(goodPod(container, spec));
    expect([status, body.message]).toEqual([403, expect.stringContaining(`rampart-${row}'`)]);
  });

  test("leave alone the namespaces that are exempt by name", async () => {
    const bad = goodPod({ image: "nginx" }, { hostNetwork: true });
    expect((await objects.tryCreate(inNamespace(bad, "aws-secrets-manager"))).status).toBe(201);
    expect((await objects.tryCreate(bad)).status).toBe(403);
  });

  test("let an object of before be labelled, scaled and deleted, and not be changed to another bad one", async () => {
    const path = await objects.path(OLD);
    const patch = (body: object, subresource = "") =>
      server.call("PATCH", path + subresource, body, { type: "application/merge-patch+json" });
    expect((await patch({ metadata: { labels: { team: "a" } } })).status).toBe(200);
    expect((await patch({ spec: { replicas: 3 } })).status).toBe(200);
    const containers = [{ name: "old", image: "nginx:1.30" }];
    expect((await patch({ spec: { template: { spec: { containers } } } })).status).toBe(403);
    expect((await objects.delete(OLD)).status).toBe(200);
  });

  test("judge containers that are added to a running pod", async () => {
    const running = goodPod();
    await objects.ensure(running);
    const path = await objects.path(running, "/ephemeralcontainers");
    const add = (image: string) => {
      const { securityContext } = GOOD_CONTAINER;
      const body = { spec: { ephemeralContainers: [{ name: "debug", image, securityContext }] } };
      return server.call("PATCH", `${path}?dryRun=All`, body, { type: "application/strategic-merge-patch+json" });
    };
    expect((await add("busybox")).status).toBe(403);
    const good = await add(GOOD_IMAGE);
    expect([good.status, good.body.message]).toEqual([200, undefined]);
    await objects.delete(running);
  });

  test("refuse everything they judge by parameters once these are gone", async () => {
    const parameters = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: PARAMETERS, namespace: "rampart-admission" },
    };
    await objects.delete(parameters);
    const answer = async () => (await objects.tryCreate(goodPod())).body;
    await expect.poll(async () => (await answer()).message, { timeout: 300_000 }).toContain("no params found");
    // An administrator can always take a policy back.
    for (const { name } of ADMISSION_RULES) {
      const metadata = { name: `rampart-${name}` };
      const binding = {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "ValidatingAdmissionPolicyBinding",
        metadata,
      };
      expect((await objects.delete(binding)).status).toBe(200);
    }
    await expect.poll(async () => (await answer()).kind, { timeout: 300_000 }).toBe("Pod");
  });
});
