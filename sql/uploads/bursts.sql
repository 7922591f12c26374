-- Bursts: the windows of forward.sql that overlap, merged. One row for one burst, however many uploads it has, and
-- over the hour of the clock and midnight alike.
WITH totals AS (
  SELECT
    id,
    user_id,
    timestamp,
    service,
    bytes_uploaded,
    sum(bytes_uploaded) OVER (
      PARTITION BY user_id
      ORDER BY timestamp
      RANGE BETWEEN CURRENT ROW AND cast(/* window */ '1 hour' AS interval) FOLLOWING
    ) AS window_bytes
  FROM cloud_upload_logs
),
-- The latest end of a flagged window that began at or before the upload; the upload belongs to a burst up to there.
covered AS (
  SELECT
    *,
    max(
      CASE
        WHEN window_bytes > cast(/* threshold_bytes */ 104857600 AS bigint)
        THEN timestamp + cast(/* window */ '1 hour' AS interval)
      END
    ) OVER (PARTITION BY user_id ORDER BY timestamp) AS covered_until
  FROM totals
),
members AS (
  SELECT
    *,
    max(covered_until) OVER (
      PARTITION BY user_id
      ORDER BY timestamp, id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS covered_before
  FROM covered
  WHERE timestamp <= covered_until
),
numbered AS (
  SELECT
    *,
    sum(CASE WHEN covered_before IS NULL OR covered_before < timestamp THEN 1 ELSE 0 END) OVER (
      PARTITION BY user_id
      ORDER BY timestamp, id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS burst
  FROM members
)
SELECT
  user_id,
  min(timestamp) AS start_time,
  max(timestamp) AS end_time,
  count(*) AS uploads,
  sum(bytes_uploaded) AS total_bytes,
  max(window_bytes) AS peak_bytes,
  string_agg(DISTINCT service, ', ' ORDER BY service) AS services
FROM numbered
GROUP BY user_id, burst
ORDER BY total_bytes DESC, user_id, start_time;
