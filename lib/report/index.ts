/** An environment as a page that people look at. Pure. */
export type { ReportComparison } from './facts';
export { generatorMark } from './html/page';
export { reportOverview } from './overview';
export { report } from './report';
