-- Users who, within one hour of the clock, upload to more services than the limit and more bytes than the limit.
-- The clock cuts a burst in two that straddles the hour: multi-service-sliding.sql does not.
SELECT
  user_id,
  count(DISTINCT service) AS service_count,
  cast(sum(bytes_uploaded) AS double precision) / 1048576 AS total_mb,
  min(timestamp) AS start_time,
  max(timestamp) AS end_time,
  cast(extract(epoch FROM max(timestamp) - min(timestamp)) AS double precision) / 60 AS duration_minutes
FROM cloud_upload_logs
GROUP BY user_id, date_trunc('hour', timestamp)
HAVING
  count(DISTINCT service) > cast(/* services */ 2 AS bigint)
  AND sum(bytes_uploaded) > cast(/* service_bytes */ 52428800 AS bigint)
ORDER BY total_mb DESC, user_id, start_time;
