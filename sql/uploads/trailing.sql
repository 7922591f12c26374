-- For every upload: what its user uploaded in the window that ends with it, both ends included; over the threshold,
-- strictly. Uploads at one instant share one row.
WITH totals AS (
  SELECT
    user_id,
    timestamp,
    sum(bytes_uploaded) OVER (
      PARTITION BY user_id
      ORDER BY timestamp
      RANGE BETWEEN cast(/* window */ '1 hour' AS interval) PRECEDING AND CURRENT ROW
    ) AS total_bytes
  FROM cloud_upload_logs
)
SELECT DISTINCT
  user_id,
  timestamp AS suspicious_activity_time,
  cast(total_bytes AS double precision) / 1048576 AS total_mb_1h
FROM totals
WHERE total_bytes > cast(/* threshold_bytes */ 104857600 AS bigint)
ORDER BY total_mb_1h DESC, user_id, suspicious_activity_time;
