-- Who the analyses by day cannot judge yet, and how many active days they have: for daily-z.sql, whose highest
-- possible score is (days - 1) / sqrt(days), and for the two that want a minimum of other days.
WITH histories AS (
  SELECT user_id, count(DISTINCT cast(timestamp AS date)) AS active_days
  FROM cloud_upload_logs
  GROUP BY user_id
)
SELECT 'daily_z' AS analysis, user_id, active_days
FROM histories
WHERE (active_days - 1) / sqrt(cast(active_days AS double precision)) <= cast(/* z */ 3 AS double precision)
UNION ALL
SELECT analysis, user_id, active_days
FROM histories
CROSS JOIN (VALUES ('daily_z_leave_one_out'), ('daily_robust')) AS analyses (analysis)
WHERE active_days <= cast(/* other_days_min */ 5 AS bigint)
ORDER BY analysis, user_id;
