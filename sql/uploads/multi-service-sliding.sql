-- As multi-service.sql, but the window slides: it begins at each upload, both ends included, and windows that overlap
-- are one row. A burst that straddles the hour of the clock is seen whole.
WITH
-- No window of a user has more services than the user has: most users are done with that. A user of very many services
-- is left to multi-service.sql, and many-services.sql says so: a log must not make the work grow with their square.
possible_users AS (
  SELECT user_id
  FROM cloud_upload_logs
  GROUP BY user_id
  HAVING
    count(DISTINCT service) > cast(/* services */ 2 AS bigint)
    AND count(DISTINCT service) <= cast(/* services_named_max */ 64 AS bigint)
),
totals AS (
  SELECT
    l.id,
    l.user_id,
    l.timestamp,
    l.service,
    l.bytes_uploaded,
    sum(l.bytes_uploaded) OVER (
      PARTITION BY l.user_id
      ORDER BY l.timestamp
      RANGE BETWEEN CURRENT ROW AND cast(/* window */ '1 hour' AS interval) FOLLOWING
    ) AS window_bytes
  FROM cloud_upload_logs l
  JOIN possible_users p ON p.user_id = l.user_id
),
-- Next use of each service, seen from each instant whose window holds enough bytes: see forward.sql.
large AS (
  SELECT DISTINCT user_id, timestamp AS asked_at
  FROM totals
  WHERE window_bytes > cast(/* service_bytes */ 52428800 AS bigint)
),
large_users AS (SELECT DISTINCT user_id FROM large),
user_services AS (
  SELECT DISTINCT l.user_id, l.service
  FROM cloud_upload_logs l
  JOIN large_users u ON u.user_id = l.user_id
),
marks AS (
  SELECT l.user_id, u.service, l.asked_at, cast(NULL AS timestamp) AS used
  FROM large l
  JOIN user_services u ON u.user_id = l.user_id
  UNION ALL
  SELECT l.user_id, l.service, l.timestamp, l.timestamp
  FROM cloud_upload_logs l
  JOIN large_users u ON u.user_id = l.user_id
),
next_uses AS (
  SELECT
    user_id,
    asked_at,
    used,
    min(used) OVER (
      PARTITION BY user_id, service
      ORDER BY asked_at
      RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS next_used
  FROM marks
),
flagged AS (
  SELECT user_id, asked_at
  FROM next_uses
  WHERE used IS NULL AND next_used <= asked_at + cast(/* window */ '1 hour' AS interval)
  GROUP BY user_id, asked_at
  HAVING count(*) > cast(/* services */ 2 AS bigint)
),
-- Overlapping windows are merged as in bursts.sql.
covered AS (
  SELECT
    t.*,
    max(f.asked_at + cast(/* window */ '1 hour' AS interval)) OVER (
      PARTITION BY t.user_id
      ORDER BY t.timestamp
    ) AS covered_until
  FROM totals t
  LEFT JOIN flagged f ON f.user_id = t.user_id AND f.asked_at = t.timestamp
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
  count(DISTINCT service) AS service_count,
  cast(sum(bytes_uploaded) AS double precision) / 1048576 AS total_mb,
  min(timestamp) AS start_time,
  max(timestamp) AS end_time,
  cast(extract(epoch FROM max(timestamp) - min(timestamp)) AS double precision) / 60 AS duration_minutes,
  string_agg(DISTINCT service, ', ' ORDER BY service) AS services
FROM numbered
GROUP BY user_id, burst
ORDER BY total_mb DESC, user_id, start_time;
