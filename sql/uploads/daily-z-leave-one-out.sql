-- As daily-z.sql, but each day is measured against the user's other days alone: a great day cannot hide in its own
-- average. A user with fewer other days than the minimum is not looked at: history.sql names them.
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
    count(*) OVER others AS other_days,
    avg(excess_bytes) OVER others AS average_excess,
    nullif(stddev_samp(excess_bytes) OVER others, 0) AS deviation_bytes -- null: one other day, or all of them alike
  FROM days
  WINDOW others AS (
    PARTITION BY user_id
    ORDER BY activity_date
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW
  )
)
SELECT
  user_id,
  activity_date,
  daily_bytes / 1048576 AS daily_mb,
  (lowest_bytes + average_excess) / 1048576 AS avg_daily_mb,
  (excess_bytes - average_excess) / deviation_bytes AS z_score
FROM baselines
WHERE
  other_days >= cast(/* other_days_min */ 5 AS bigint)
  AND (excess_bytes - average_excess) / deviation_bytes > cast(/* z */ 3 AS double precision)
ORDER BY z_score DESC, user_id, activity_date;
