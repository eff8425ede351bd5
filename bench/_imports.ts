const packages = ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/kubernetes", "@pulumi/random"];
const imports = packages.map((name, index) => `import * as sdk${index} from "${name}";`);

/**
 * A module that does no more than import what a program of ours imports: the floor under each recording. It touches what
 * a program touches, because the SDKs load their parts on first use.
 */
export const SDK_IMPORTS = `${imports.join(" ")}
void [sdk1.ec2.Vpc, sdk1.iam.Role, sdk1.kms.Key, sdk1.rds.Instance, sdk1.eks.Cluster, sdk2.apps.v1.Deployment, sdk3.RandomPassword];`;
