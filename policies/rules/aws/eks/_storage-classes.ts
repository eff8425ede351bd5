import type { Resource } from "../../../resource.ts";

const EBS_PROVISIONERS = new Set(["ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs"]);

/**
 * Whether volumes of the class are EBS volumes; undefined where it names no driver. What other drivers make, such as
 * EFS, is not encrypted by its class.
 */
export function makesEbsVolumes(storageClass: Resource): boolean | undefined {
  const provisioner = storageClass.get("provisioner").string();
  return provisioner === undefined ? undefined : EBS_PROVISIONERS.has(provisioner);
}
