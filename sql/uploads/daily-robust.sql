-- Days far above the user's median day, in robust standard deviations (1.4826 times the median absolute deviation):
-- several great days do not raise the bar for each other. A spread below a tenth of the median or below 1 MB counts
-- as that much, so that a user of clockwork habits is not flagged for a trifle. 3.5 after Iglewicz and Hoaglin (1993).
WITH days AS (
  SELECT
    user_id,
    cast(timestamp AS date) AS activity_date,
    cast(sum(bytes_uploaded) AS double precision) AS daily_bytes
  FROM cloud_upload_logs
  GROUP BY user_id, cast(timestamp AS date)
),
medians AS (
  SELECT user_id, count(*) AS active_days, percentile_cont(0.5) WITHIN GROUP (ORDER BY daily_bytes) AS median_bytes
  FROM days
  GROUP BY user_id
),
spreads AS (
  SELECT
    d.user_id,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(d.daily_bytes - m.median_bytes)) AS deviation_bytes
  FROM days d
  JOIN medians m ON m.user_id = d.user_id
  GROUP BY d.user_id
),
baselines AS (
  SELECT
    m.user_id,
    m.active_days,
    m.median_bytes,
    greatest(
      cast(1.4826 AS double precision) * s.deviation_bytes,
      cast(0.1 AS double precision) * m.median_bytes,
      cast(1048576 AS double precision)
    ) AS spread_bytes
  FROM medians m
  JOIN spreads s ON s.user_id = m.user_id
)
SELECT
  d.user_id,
  d.activity_date,
  d.daily_bytes / 1048576 AS daily_mb,
  b.median_bytes / 1048576 AS median_daily_mb,
  (d.daily_bytes - b.median_bytes) / b.spread_bytes AS robust_score
FROM days d
JOIN baselines b ON b.user_id = d.user_id
WHERE
  b.active_days > cast(/* other_days_min */ 5 AS bigint)
  AND (d.daily_bytes - b.median_bytes) / b.spread_bytes > cast(/* robust_score */ 3.5 AS double precision)
ORDER BY robust_score DESC, d.user_id, d.activity_date;
