/** Under which name the consensus that was trained by hand is kept. */
export const CONSENSUS_NAME = "consensus";
