import { describe, expect, test } from "vitest";
import { ADMISSION_RULES } from "../../components/_admission-table.ts";
import {
  AdmissionPolicies,
  type AdmissionPoliciesArgs,
  EXEMPT_NAMESPACES,
} from "../../components/admission-policies.ts";
import { kubernetesRules } from "../../policies/rules/kubernetes/index.ts";
import { recordResources } from "../support/mocks.ts";

const args: AdmissionPoliciesArgs = {
  parameterNamespace: "rampart-admission",
  trustedRegistries: ["123456789012.dkr.ecr.eu-central-1.amazonaws.com", "ghcr.io/*/base/"],
  tags: { system: "acme", environment: "prod", owner: "platform", dataClass: "personal" },
};
const record = (changes: Partial<AdmissionPoliciesArgs> = {}) =>
  recordResources(() => new AdmissionPolicies("admission", { ...args, ...changes }));

const API = "kubernetes:admissionregistration.k8s.io/v1";
const POLICY = `${API}:ValidatingAdmissionPolicy`;
const BINDING = `${API}:ValidatingAdmissionPolicyBinding`;

describe("AdmissionPolicies", () => {
  test("names rules that the pack has, each once", () => {
    const ids = ADMISSION_RULES.flatMap(({ rules }) => rules);
    expect(ids.filter((id) => !kubernetesRules.some((rule) => rule.id === id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("keeps what is trusted as anchored expressions, in a namespace of its own", async () => {
    const { inputs } = (await record()).one("kubernetes:core/v1:ConfigMap");
    expect(inputs["metadata"]).toMatchObject({ name: "admission-parameters", namespace: "rampart-admission" });
    expect(inputs["data"]).toEqual({
      registries:
        String.raw`^123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com/` + "\n" + String.raw`^ghcr\.io/[^./]+/base/`,
      apiClientAnnotation: "rampart.dev/kubernetes-api-client",
    });
  });

  test("fails closed and judges every kind that holds a pod", async () => {
    const { inputs } = (await record()).one(POLICY, "admission-privileged");
    expect(inputs["metadata"].name).toBe("rampart-privileged");
    expect(inputs["spec"]).toMatchObject({
      failurePolicy: "Fail",
      matchConstraints: {
        matchPolicy: "Equivalent",
        resourceRules: [
          {
            apiGroups: [""],
            resources: ["pods", "pods/ephemeralcontainers", "podtemplates", "replicationcontrollers"],
          },
          { apiGroups: ["apps"], resources: ["deployments", "statefulsets", "daemonsets", "replicasets"] },
          { apiGroups: ["batch"], resources: ["jobs", "cronjobs"] },
        ],
      },
      validations: [
        {
          expression:
            "variables.containers.all(c, !c.?securityContext.?privileged.orValue(false)) && " +
            "variables.initContainers.all(c, !c.?securityContext.?privileged.orValue(false)) && " +
            "variables.ephemeralContainers.all(c, !c.?securityContext.?privileged.orValue(false))",
          message: "pss-baseline-privileged: a container runs privileged; remove securityContext.privileged.",
          reason: "Forbidden",
        },
      ],
    });
    expect(inputs["spec"]).not.toHaveProperty("paramKind");
  });

  test("denies by every policy, in all namespaces but those exempt by name, after policy and parameters", async () => {
    const { resources } = await record();
    const bindings = resources.filter(({ type }) => type === BINDING);
    expect(new Set(bindings.map(({ inputs }) => inputs["spec"].policyName))).toEqual(
      new Set(ADMISSION_RULES.map(({ name }) => `rampart-${name}`)),
    );
    for (const { name, inputs, opts } of bindings) {
      expect(inputs["spec"].validationActions).toEqual(["Deny", "Audit"]);
      expect(inputs["spec"].matchResources).toEqual({
        namespaceSelector: {
          matchExpressions: [
            {
              key: "kubernetes.io/metadata.name",
              operator: "NotIn",
              values: ["kube-system", "kube-public", "kube-node-lease", "aws-secrets-manager", "amazon-cloudwatch"],
            },
          ],
        },
      });
      expect(opts.dependencies).toEqual(
        expect.arrayContaining(["admission-parameters", name.replace(/-binding$/, "")]),
      );
    }
  });

  test("denies too where its parameters are missing", async () => {
    const { inputs } = (await record()).one(BINDING, "admission-trusted-registry-binding");
    expect(inputs["spec"].paramRef).toEqual({
      name: "admission-parameters",
      namespace: "rampart-admission",
      parameterNotFoundAction: "Deny",
    });
  });

  test("only warns where that is said", async () => {
    const { resources } = await record({ action: "warn" });
    const actions = resources
      .filter(({ type }) => type === BINDING)
      .map(({ inputs }) => inputs["spec"].validationActions);
    expect(new Set(actions.map(String))).toEqual(new Set(["Warn,Audit"]));
  });

  test.each<[Partial<AdmissionPoliciesArgs>, string]>([
    [{ trustedRegistries: [] }, "trustedRegistries is empty"],
    [{ trustedRegistries: ["https://ghcr.io"] }, 'trustedRegistries has "https://ghcr.io"'],
    [{ trustedRegistries: ["*"] }, 'trustedRegistries has "*"'],
    [{ exemptNamespaces: ["aws-secrets-manager"] }, "leaves out kube-system"],
    [{ exemptNamespaces: [...EXEMPT_NAMESPACES, "Kube"] }, 'exemptNamespaces is "Kube"'],
    [{ apiClientAnnotation: "a b" }, 'apiClientAnnotation is "a b"'],
  ])("rejects %o", (changes, message) => {
    expect(() => new AdmissionPolicies("admission", { ...args, ...changes })).toThrow(
      new RegExp(`^AdmissionPolicies "admission": .*${message.replace(/[*.]/g, "\\$&")}`),
    );
  });
});
