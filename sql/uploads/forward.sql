-- For every upload: what its user uploads from it to one window later, both ends included. A row for each upload
-- from which the total is over the threshold, strictly. Services stand in the order in which they were first used.
WITH totals AS (
  SELECT
    id,
    user_id,
    timestamp AS start_time,
    sum(bytes_uploaded) OVER (
      PARTITION BY user_id
      ORDER BY timestamp
      RANGE BETWEEN CURRENT ROW AND cast(/* window */ '1 hour' AS interval) FOLLOWING
    ) AS total_bytes
  FROM cloud_upload_logs
),
flagged AS (
  SELECT id, user_id, start_time, start_time + cast(/* window */ '1 hour' AS interval) AS end_time, total_bytes
  FROM totals
  WHERE total_bytes > cast(/* threshold_bytes */ 104857600 AS bigint)
),
-- Next use of each service, seen from each flagged instant: one ordered pass instead of a join of every upload with
-- every upload of its window. A row with `used` null is a question, one with `used` set is an upload.
-- Of a user with one service there is nothing to ask: its windows use that one.
one_service_users AS (
  SELECT user_id, min(service) AS service
  FROM cloud_upload_logs
  GROUP BY user_id
  HAVING min(service) = max(service)
),
flagged_users AS (
  SELECT user_id FROM flagged
  EXCEPT
  SELECT user_id FROM one_service_users
),
-- Of a user with very many services the most used are named: a log must not make the work grow with their square.
ranked_services AS (
  SELECT
    l.user_id,
    l.service,
    row_number() OVER (PARTITION BY l.user_id ORDER BY count(*) DESC, l.service) AS place
  FROM cloud_upload_logs l
  JOIN flagged_users f ON f.user_id = l.user_id
  GROUP BY l.user_id, l.service
),
user_services AS (
  SELECT user_id, service FROM ranked_services WHERE place <= cast(/* services_named_max */ 64 AS bigint)
),
questions AS (
  SELECT DISTINCT f.user_id, u.service, f.start_time AS asked_at, f.end_time
  FROM flagged f
  JOIN user_services u ON u.user_id = f.user_id
),
marks AS (
  SELECT user_id, service, asked_at, end_time, cast(NULL AS timestamp) AS used FROM questions
  UNION ALL
  SELECT l.user_id, l.service, l.timestamp, cast(NULL AS timestamp), l.timestamp
  FROM cloud_upload_logs l
  JOIN flagged_users f ON f.user_id = l.user_id
),
next_uses AS (
  SELECT
    user_id,
    service,
    asked_at,
    end_time,
    used,
    min(used) OVER (
      PARTITION BY user_id, service
      ORDER BY asked_at
      RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    ) AS next_used
  FROM marks
),
services_at AS (
  SELECT user_id, asked_at, string_agg(service, ', ' ORDER BY next_used, service) AS services
  FROM next_uses
  WHERE used IS NULL AND next_used <= end_time
  GROUP BY user_id, asked_at
)
SELECT f.user_id, f.start_time, f.end_time, f.total_bytes, coalesce(o.service, s.services, '') AS services
FROM flagged f
LEFT JOIN one_service_users o ON o.user_id = f.user_id
LEFT JOIN services_at s ON s.user_id = f.user_id AND s.asked_at = f.start_time
ORDER BY f.user_id, f.start_time, f.id;
