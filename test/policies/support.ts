export { type Judged, judgeExample } from "../../policies/judge-example.ts";
