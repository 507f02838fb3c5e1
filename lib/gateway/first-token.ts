/** How the policy counts times to the first token. */

/**
 * Upper bounds of the histogram `corral_gateway_first_token_seconds`, in seconds: what an objective may ask for, since
 * only at a bound it is known how many requests were faster.
 */
export const firstTokenBounds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300] as const;
export type FirstTokenBound = (typeof firstTokenBounds)[number];
