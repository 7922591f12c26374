-- Users of so many services that multi-service-sliding.sql does not look at them.
SELECT user_id, count(DISTINCT service) AS service_count
FROM cloud_upload_logs
GROUP BY user_id
HAVING count(DISTINCT service) > cast(/* services_named_max */ 64 AS bigint)
ORDER BY user_id;
