import { describe, expect, test } from "vitest";
import { Cluster, type ClusterArgs } from "../../components/cluster.ts";
import { type Recording, parsePolicy, recordResources, valueOf } from "../support/mocks.ts";

const ROLE = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

const args: ClusterArgs = {
  region: "eu-west-1",
  vpcId: "vpc-0a1",
  vpcCidr: "10.20.0.0/16",
  privateSubnetIds: ["subnet-0a1", "subnet-0b2"],
  clusterSecretsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/secrets",
  volumeKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/data",
  logsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/logs",
  logRetentionDays: 90,
  endpoint: { access: "public", publicCidrs: ["198.51.100.0/24"] },
  access: {
    deployerRoleArns: [ROLE("deployer")],
    adminRoleArns: [ROLE("aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_1")],
    operatorRoleArns: [ROLE("operators")],
    readOnlyRoleArns: [ROLE("auditors")],
    breakGlassRoleArn: ROLE("break-glass"),
  },
  workloadNamespaces: ["acme"],
  alarmActions: ["arn:aws:sns:eu-west-1:111122223333:alarms"],
  addOns: { syncSecrets: true },
  tags: { system: "acme", environment: "prod", owner: "platform", dataClass: "personal" },
};

const record = (changes: Partial<ClusterArgs> = {}) =>
  recordResources(() => new Cluster("main", { ...args, ...changes }));

const only = async (type: string, name?: string) => (await record()).one(type, name);

/** Everything a resource waits for, through others, by name. */
function transitive(recording: Recording<unknown>, name: string): Set<string> {
  const seen = new Set<string>();
  const visit = (at: string) => {
    for (const resource of recording.resources.filter((it) => it.name === at)) {
      const provider = resource.opts.provider === "" ? [] : [resource.opts.provider.split("::")[3] ?? ""];
      for (const next of [...resource.opts.dependencies, ...provider]) {
        if (seen.has(next)) continue;
        seen.add(next);
        visit(next);
      }
    }
  };
  visit(name);
  return seen;
}

describe("the control plane", () => {
  test("is Auto Mode without built-in pools, encrypted, logged, and open to the given ranges only", async () => {
    const { inputs, opts } = await only("aws:eks/cluster:Cluster");
    expect(inputs).toMatchObject({
      name: "main",
      region: "eu-west-1",
      version: "1.36",
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      bootstrapSelfManagedAddons: false,
      computeConfig: { enabled: true, nodePools: [] },
      storageConfig: { blockStorage: { enabled: true } },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true }, serviceIpv4Cidr: "172.20.0.0/16" },
      encryptionConfig: { provider: { keyArn: args.clusterSecretsKeyArn }, resources: ["secrets"] },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      deletionProtection: true,
      upgradePolicy: { supportType: "STANDARD" },
      vpcConfig: {
        subnetIds: ["subnet-0a1", "subnet-0b2"],
        endpointPrivateAccess: true,
        endpointPublicAccess: true,
        publicAccessCidrs: ["198.51.100.0/24"],
      },
    });
    // EKS refuses a node role where there are no built-in pools.
    expect(inputs.computeConfig).not.toHaveProperty("nodeRoleArn");
    expect(opts.protect).toBe(true);
  });

  test("has no public endpoint when it is private", async () => {
    const recording = await record({ endpoint: { access: "private" } });
    const { vpcConfig } = recording.one("aws:eks/cluster:Cluster").inputs;
    expect(vpcConfig).toEqual({
      subnetIds: ["subnet-0a1", "subnet-0b2"],
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    });
  });

  test("gives up both protections together", async () => {
    const { inputs, opts } = (await record({ protect: false })).one("aws:eks/cluster:Cluster");
    expect([inputs.deletionProtection, opts.protect]).toEqual([false, false]);
  });

  test("waits for its permissions and log groups, so that it is deleted before them", async () => {
    const { opts } = await only("aws:eks/cluster:Cluster");
    expect(opts.dependencies).toEqual(
      expect.arrayContaining([
        "main-role-cluster-policy",
        "main-role-compute-policy",
        "main-role-block-storage-policy",
        "main-role-load-balancing-policy",
        "main-role-networking-policy",
        "main-role-keys",
        "main-role-tagging",
        "main-log",
        "main-insights-performance",
      ]),
    );
  });

  test("logs into groups with key and retention", async () => {
    const groups = (await record()).all("aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => inputs);
    expect(groups.map(({ name }) => name)).toEqual([
      "/aws/containerinsights/main/application",
      "/aws/containerinsights/main/dataplane",
      "/aws/containerinsights/main/host",
      "/aws/containerinsights/main/performance",
      "/aws/eks/main/cluster",
    ]);
    for (const group of groups) expect(group).toMatchObject({ kmsKeyId: args.logsKeyArn, retentionInDays: 90 });
  });

  test("keep what pods write for a time of its own", async () => {
    const groups = (await record({ applicationLogRetentionDays: 30 })).all("aws:cloudwatch/logGroup:LogGroup");
    const own = groups.filter(({ inputs }) => inputs.retentionInDays === 30).map(({ inputs }) => inputs.name);
    expect(own).toEqual(["/aws/containerinsights/main/application"]);
    await expect(record({ applicationLogRetentionDays: 31 })).rejects.toThrow("applicationLogRetentionDays is 31");
  });
});

describe("roles", () => {
  test("let EKS tag its sessions, on which the conditions of Auto Mode's policies rest", async () => {
    const { inputs } = await only("aws:iam/role:Role", "main-role");
    expect(parsePolicy(inputs.assumeRolePolicy).statements).toEqual([
      {
        Sid: "AssumeByEks",
        Effect: "Allow",
        Principal: { Service: "eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
      },
    ]);
  });

  test("give nodes no more than joining and pulling", async () => {
    const attachments = (await record()).all("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    const ofNodes = attachments.filter(({ name }) => name.startsWith("main-node-role"));
    expect(ofNodes.map(({ inputs }) => inputs.policyArn)).toEqual([
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy",
    ]);
  });

  test("lend the volume key to EC2 only", async () => {
    const { inputs } = await only("aws:iam/rolePolicy:RolePolicy", "main-role-keys");
    expect(parsePolicy(inputs.policy).sid("LendKeyToDisks")).toEqual({
      Sid: "LendKeyToDisks",
      Effect: "Allow",
      Action: ["kms:CreateGrant"],
      Resource: args.volumeKeyArn,
      Condition: {
        StringEquals: { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    });
  });
});

const policy = (name: string) => `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${name}Policy`;

describe("access", () => {
  const everywhere = { type: "cluster" };
  const inAcme = { type: "namespace", namespaces: ["acme"] };

  test("grants cluster administration to the deployer and to break-glass alone", async () => {
    const associations = (await record()).all("aws:eks/accessPolicyAssociation:AccessPolicyAssociation");
    const granted = associations.map(({ inputs: { principalArn, policyArn, accessScope } }) => [
      principalArn.split("/").at(-1),
      policyArn,
      accessScope,
    ]);
    expect(granted).toEqual([
      ["break-glass", policy("ClusterAdmin"), everywhere],
      [expect.stringContaining("main-node-role"), policy("AutoNode"), everywhere],
      ["auditors", policy("View"), everywhere],
      ["AWSReservedSSO_Admin_1", policy("Admin"), inAcme],
      ["AWSReservedSSO_Admin_1", policy("View"), everywhere],
      ["deployer", policy("ClusterAdmin"), everywhere],
      ["operators", policy("Edit"), inAcme],
      ["operators", policy("View"), everywhere],
    ]);
  });

  test("lets nodes join by an EC2 entry", async () => {
    const { inputs } = await only("aws:eks/accessEntry:AccessEntry", "main-access-nodes");
    expect(inputs.type).toBe("EC2");
  });

  test("raises an alarm when break-glass is used", async () => {
    const recording = await record();
    expect(recording.one("aws:eks/accessEntry:AccessEntry", "main-access-break-glass").inputs.userName).toBe(
      "break-glass:{{SessionName}}",
    );
    expect(recording.one("aws:cloudwatch/logMetricFilter:LogMetricFilter").inputs).toMatchObject({
      logGroupName: "/aws/eks/main/cluster",
      pattern: '{ $.user.username = "break-glass:*" }',
    });
    expect(recording.one("aws:cloudwatch/metricAlarm:MetricAlarm").inputs).toMatchObject({
      alarmActions: args.alarmActions,
      threshold: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
    });
    // It pages only if the composite alarm joins it.
    expect(await Promise.all(recording.result.pagingAlarmNames.map(valueOf))).toEqual(["main-break-glass"]);
    const { breakGlassRoleArn: _, ...access } = args.access;
    expect((await record({ access })).result.pagingAlarmNames).toEqual([]);
  });

  test("asks the AWS CLI for tokens and keeps none", async () => {
    const { result } = await record();
    const kubeconfig = JSON.parse(await valueOf(result.kubeconfig));
    expect(kubeconfig.users).toEqual([
      {
        name: "main",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: ["eks", "get-token", "--cluster-name", "main", "--region", "eu-west-1", "--output", "json"],
            interactiveMode: "Never",
          },
        },
      },
    ]);
  });
});

describe("nodes and volumes", () => {
  test("deny traffic by default and encrypt disks", async () => {
    const { inputs } = await only("kubernetes:eks.amazonaws.com/v1:NodeClass");
    expect(inputs.spec).toMatchObject({
      role: expect.stringContaining("main-node-role"),
      subnetSelectorTerms: [{ id: "subnet-0a1" }, { id: "subnet-0b2" }],
      securityGroupSelectorTerms: [{ id: expect.stringMatching(/^sg-/) }],
      networkPolicy: "DefaultDeny",
      ephemeralStorage: { size: "80Gi", kmsKeyID: args.volumeKeyArn },
      advancedNetworking: { associatePublicIPAddress: false },
    });
  });

  test("are of families that carry branch network interfaces", async () => {
    const { inputs } = await only("kubernetes:karpenter.sh/v1:NodePool");
    expect(inputs.spec.template.spec.requirements).toEqual([
      { key: "kubernetes.io/arch", operator: "In", values: ["amd64"] },
      { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
      { key: "eks.amazonaws.com/instance-category", operator: "In", values: ["c", "m", "r"] },
      { key: "eks.amazonaws.com/instance-generation", operator: "Gt", values: ["4"] },
      { key: "eks.amazonaws.com/instance-cpu", operator: "Gt", values: ["1"] },
      { key: "eks.amazonaws.com/instance-encryption-in-transit-supported", operator: "In", values: ["true"] },
    ]);
    expect(inputs.spec.template.spec.nodeClassRef).toEqual({
      group: "eks.amazonaws.com",
      kind: "NodeClass",
      name: "workloads",
    });
    expect(inputs.spec.limits).toEqual({ cpu: "100", memory: "400Gi" });
  });

  test("encrypt volumes of the default storage class with the key", async () => {
    const { inputs } = await only("kubernetes:storage.k8s.io/v1:StorageClass");
    expect(inputs).toMatchObject({
      metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      provisioner: "ebs.csi.eks.amazonaws.com",
      parameters: { type: "gp3", encrypted: "true", kmsKeyId: args.volumeKeyArn },
      reclaimPolicy: "Retain",
    });
  });

  test("turn network policies on", async () => {
    const { inputs } = await only("kubernetes:core/v1:ConfigMap");
    expect(inputs).toMatchObject({
      metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
      data: { "enable-network-policy-controller": "true" },
    });
  });
});

describe("the order", () => {
  test("is entries, policy switch, node class, pool, policies, add-ons", async () => {
    const recording = await record();
    const steps = [
      "main-cluster",
      "main-access-nodes-autonode",
      "main-network-policies",
      "main-node-class",
      "main-node-pool",
      "main-secrets-egress",
      "main-secrets-driver",
    ];
    const misplaced = steps.filter((step, index) => {
      const before = steps[index - 1];
      return before !== undefined && !transitive(recording, step).has(before);
    });
    expect(misplaced).toEqual([]);
  });

  test("gives the deployer its rights before the first Kubernetes object", async () => {
    expect(transitive(await record(), "main-network-policies")).toContain("main-access-role-deployer-clusteradmin");
  });

  test("has policies for each add-on's namespace before the add-ons", async () => {
    const recording = await record();
    const policies = [
      "main-system-default-deny",
      "main-metrics-server",
      "main-secrets-default-deny",
      "main-secrets-egress",
      "main-secrets-aws",
    ];
    for (const addOn of ["main-secrets-driver", "main-metrics-server"]) {
      const found = recording.one("aws:eks/addon:Addon", addOn);
      expect(found.opts.dependencies).toEqual(expect.arrayContaining(policies));
    }
  });
});

describe("add-ons", () => {
  test("deliver secrets, look for new ones, and may write Secrets only when told", async () => {
    const { inputs } = await only("aws:eks/addon:Addon", "main-secrets-driver");
    expect(inputs).toMatchObject({
      addonName: "aws-secrets-store-csi-driver-provider",
      namespaceConfig: { namespace: "aws-secrets-manager" },
    });
    expect(JSON.parse(inputs.configurationValues)).toEqual({
      "secrets-store-csi-driver": {
        enableSecretRotation: true,
        rotationPollInterval: "5m",
        syncSecret: { enabled: true },
      },
    });
    const quiet = await record({ addOns: {} });
    expect(quiet.all("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole")).toEqual([]);
  });

  test("bind the right to write Secrets to the driver's account alone", async () => {
    const { inputs } = await only("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding");
    expect(inputs.subjects).toEqual([
      { kind: "ServiceAccount", name: "secrets-store-csi-driver", namespace: "aws-secrets-manager" },
    ]);
  });

  test("let metrics-server read kubelets and the API server ask it", async () => {
    const { inputs } = await only("kubernetes:networking.k8s.io/v1:NetworkPolicy", "main-metrics-server");
    expect(inputs.spec.ingress).toEqual([
      { from: [{ ipBlock: { cidr: "10.20.0.0/16" } }], ports: [{ protocol: "TCP", port: "https" }] },
    ]);
    expect(inputs.spec.egress).toContainEqual({
      to: [{ ipBlock: { cidr: "10.20.0.0/16" } }],
      ports: [{ protocol: "TCP", port: 10250 }],
    });
  });
});

describe("refuses", () => {
  const cases: [string, Partial<ClusterArgs>, string][] = [
    [
      "the whole internet",
      { endpoint: { access: "public", publicCidrs: ["0.0.0.0/0"] } },
      'Cluster "main": endpoint.publicCidrs[0] is "0.0.0.0/0", which opens the API to the whole internet. Allowed are public IPv4 ranges of /8 or narrower, such as 198.51.100.0/24.',
    ],
    [
      "half the internet",
      { endpoint: { access: "public", publicCidrs: ["198.51.100.0/24", "128.0.0.0/1"] } },
      'Cluster "main": endpoint.publicCidrs[1] is "128.0.0.0/1", which is too wide to be an allow-list. Allowed are public IPv4 ranges of /8 or narrower, such as 198.51.100.0/24.',
    ],
    [
      "all of IPv6",
      { endpoint: { access: "public", publicCidrs: ["::/0"] } },
      'Cluster "main": endpoint.publicCidrs[0] is "::/0", which opens the API to the whole internet. Allowed are public IPv4 ranges of /8 or narrower, such as 198.51.100.0/24.',
    ],
    [
      "private ranges on the public endpoint",
      { endpoint: { access: "public", publicCidrs: ["10.0.0.0/8"] } },
      'Cluster "main": endpoint.publicCidrs[0] is "10.0.0.0/8", which is not a public range. Allowed are public IPv4 ranges of /8 or narrower, such as 198.51.100.0/24.',
    ],
    [
      "an empty list, which EKS reads as everybody",
      { endpoint: { access: "public", publicCidrs: [] } },
      'Cluster "main": endpoint.publicCidrs is empty, which EKS reads as 0.0.0.0/0. List the ranges that may reach the API, or set endpoint.access to "private".',
    ],
    [
      "a version without security groups for pods",
      { version: "1.35" },
      'Cluster "main": version is "1.35"; allowed are 1.36. Below 1.36 Auto Mode has no security groups for single pods, and every pod could reach the database.',
    ],
    [
      "one role twice",
      { access: { ...args.access, readOnlyRoleArns: [ROLE("operators")] } },
      'Cluster "main": access.readOnlyRoleArns[0] is "arn:aws:iam::111122223333:role/operators", which access.operatorRoleArns[0] holds already; EKS allows one entry a role. Keep the one with the rights it needs.',
    ],
    [
      "a session instead of a role",
      { access: { deployerRoleArns: ["arn:aws:sts::111122223333:assumed-role/deployer/me"] } },
      'Cluster "main": access.deployerRoleArns[0] is "arn:aws:sts::111122223333:assumed-role/deployer/me"; allowed is the ARN of an IAM role, arn:aws:iam::<account>:role/<path and name>, not of a session or a user.',
    ],
    [
      "a cluster without a deployer",
      { access: { deployerRoleArns: [] } },
      'Cluster "main": access.deployerRoleArns is empty, so nobody could make anything in the cluster, the deployment included; list the role that runs it.',
    ],
    [
      "admins without a namespace",
      { workloadNamespaces: [] },
      'Cluster "main": workloadNamespaces is empty, but admins and operators get their rights there. List the namespaces of the workloads.',
    ],
    [
      "burstable machines",
      { nodes: { instanceFamilies: ["t3"] } },
      'Cluster "main": nodes.instanceFamilies[0] is "t3"; allowed are families c, m and r of generation 5 and later, such as m7g. Others have no branch network interfaces for pod security groups.',
    ],
  ];
  test.each(cases)("%s", async (_, changes, message) => {
    await expect(record(changes)).rejects.toThrow(message);
  });
});
