/** Into how many parts the work on actors is cut. Never changed: states of passes are kept by part. */
export const PARTITIONS = 16;

/** The part that owns an entity, by its code. */
export const partitionOf = (code: number): number => code % PARTITIONS;
