import * as aws from "@pulumi/aws";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

class Cluster extends pulumi.ComponentResource {
  constructor(name, args, opts) {
    super("eks:index:Cluster", name, { kubeconfig: undefined, ...args }, opts, true);
  }
  token() {
    return pulumi.runtime.call("eks:index:Cluster/token", { __self__: this }, this);
  }
}

const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const cluster = new Cluster("cluster", { vpcId: vpc.id, password: pulumi.secret("hidden") });
const token = cluster.token();
new kubernetes.core.v1.ConfigMap("map", {
  data: { kubeconfig: cluster.kubeconfig, token: token.apply((result) => result.token) },
});
new kubernetes.helm.v3.Release("chart", { chart: "nginx", values: { replicas: 2 } });
new kubernetes.kustomize.v2.Directory("overlay", { directory: "./overlay" });
new kubernetes.yaml.v2.ConfigGroup("manifests", { yaml: "kind: ConfigMap" });
console.log(typeof pulumi.automation.LocalWorkspace.createStack);
console.log(Object.keys({ ...kubernetes.helm }).includes("v3"));
