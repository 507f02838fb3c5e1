/** What every manifest must satisfy, one rule in each file. */
export { rules } from './all';
export { exemptionFaultCodes } from './fault-codes';
export { codeOf, judge, judgeChart } from './judge';
