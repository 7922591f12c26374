-- Days on which a user uploads far more than on the user's own average day, in standard deviations.
-- The day counts in its own average, so n days give at most (n - 1) / sqrt(n): over 3 needs 11 days at least.
-- daily-z-leave-one-out.sql and daily-robust.sql do not have that limit. Days without uploads are not counted.
WITH sums AS (
  SELECT user_id, cast(timestamp AS date) AS activity_date, sum(bytes_uploaded) AS daily_bytes
  FROM cloud_upload_logs
  GROUP BY user_id, cast(timestamp AS date)
),
-- Doubles only after the user's smallest day is taken off, in whole numbers: no digits are lost, however large the days.
days AS (
  SELECT
    user_id,
    activity_date,
    cast(daily_bytes AS double precision) AS daily_bytes,
    cast(min(daily_bytes) OVER (PARTITION BY user_id) AS double precision) AS lowest_bytes,
    cast(daily_bytes - min(daily_bytes) OVER (PARTITION BY user_id) AS double precision) AS excess_bytes
  FROM sums
),
baselines AS (
  SELECT
    *,
    avg(excess_bytes) OVER every_day AS average_excess,
    nullif(stddev_samp(excess_bytes) OVER every_day, 0) AS deviation_bytes -- null: one day, or all days alike
  FROM days
  WINDOW every_day AS (
    PARTITION BY user_id
    ORDER BY activity_date
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
  )
)
SELECT
  user_id,
  activity_date,
  daily_bytes / 1048576 AS daily_mb,
  (lowest_bytes + average_excess) / 1048576 AS avg_daily_mb,
  (excess_bytes - average_excess) / deviation_bytes AS z_score
FROM baselines
WHERE (excess_bytes - average_excess) / deviation_bytes > cast(/* z */ 3 AS double precision)
ORDER BY z_score DESC, user_id, activity_date;
