-- Days above a user's other days where those are alike to the byte: no deviation, so no score by daily-z-leave-one-out.sql.
WITH days AS (
  SELECT user_id, cast(timestamp AS date) AS activity_date, sum(bytes_uploaded) AS daily_bytes
  FROM cloud_upload_logs
  GROUP BY user_id, cast(timestamp AS date)
),
baselines AS (
  SELECT
    user_id,
    activity_date,
    daily_bytes,
    count(*) OVER others AS other_days,
    min(daily_bytes) OVER others AS lowest_bytes,
    max(daily_bytes) OVER others AS highest_bytes
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
  cast(daily_bytes AS double precision) / 1048576 AS daily_mb,
  cast(highest_bytes AS double precision) / 1048576 AS other_days_mb
FROM baselines
WHERE
  other_days >= cast(/* other_days_min */ 5 AS bigint)
  AND lowest_bytes = highest_bytes
  AND daily_bytes > highest_bytes
ORDER BY user_id, activity_date;
