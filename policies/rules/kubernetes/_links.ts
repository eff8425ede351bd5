import type { Link } from "../../rule.ts";

const kubernetes = (title: string, page: string): Link => ({ title, url: `https://kubernetes.io/docs/${page}` });

export const POD_SECURITY_STANDARDS: Link = kubernetes(
  "Kubernetes: Pod Security Standards",
  "concepts/security/pod-security-standards/",
);
export const SECURITY_CONTEXT: Link = kubernetes(
  "Kubernetes: security context of a pod or container",
  "tasks/configure-pod-container/security-context/",
);
export const SERVICE_ACCOUNTS: Link = kubernetes(
  "Kubernetes: service accounts for pods",
  "tasks/configure-pod-container/configure-service-account/",
);
export const IMAGES: Link = kubernetes("Kubernetes: images", "concepts/containers/images/");
export const RESOURCES: Link = kubernetes(
  "Kubernetes: resources of pods and containers",
  "concepts/configuration/manage-resources-containers/",
);
export const SECRETS: Link = kubernetes(
  "Kubernetes: good practices for secrets",
  "concepts/security/secrets-good-practices/",
);
export const NETWORK_POLICIES: Link = kubernetes(
  "Kubernetes: network policies",
  "concepts/services-networking/network-policies/",
);
export const SERVICES: Link = kubernetes("Kubernetes: services", "concepts/services-networking/service/");
export const INGRESS: Link = kubernetes("Kubernetes: ingress", "concepts/services-networking/ingress/");
export const GATEWAY: Link = kubernetes("Kubernetes: gateway API", "concepts/services-networking/gateway/");
export const RBAC: Link = kubernetes("Kubernetes: good practices for RBAC", "concepts/security/rbac-good-practices/");
export const RBAC_REFERENCE: Link = kubernetes("Kubernetes: RBAC authorization", "reference/access-authn-authz/rbac/");
export const POD_SECURITY_ADMISSION: Link = kubernetes(
  "Kubernetes: Pod Security admission",
  "concepts/security/pod-security-admission/",
);
export const EKS_PODS: Link = {
  title: "EKS best practices: pod security",
  url: "https://docs.aws.amazon.com/eks/latest/best-practices/pod-security.html",
};
export const EKS_NETWORK: Link = {
  title: "EKS best practices: network security",
  url: "https://docs.aws.amazon.com/eks/latest/best-practices/network-security.html",
};
export const EKS_ACCESS_ENTRIES: Link = {
  title: "EKS: access entries",
  url: "https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
};
export const ALB_ANNOTATIONS: Link = {
  title: "AWS Load Balancer Controller: ingress annotations",
  url: "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/",
};
export const NLB_ANNOTATIONS: Link = {
  title: "AWS Load Balancer Controller: service annotations",
  url: "https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/",
};
export const NGINX_ANNOTATIONS: Link = {
  title: "Ingress-nginx: annotation risks",
  url: "https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations-risk/",
};
export const PGBOUNCER: Link = { title: "PgBouncer: configuration", url: "https://www.pgbouncer.org/config.html" };
