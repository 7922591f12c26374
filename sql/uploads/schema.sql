-- The table of upload logs. PostgreSQL and DuckDB alike; times are in UTC.
CREATE SEQUENCE cloud_upload_log_ids;
CREATE TABLE cloud_upload_logs (
  id bigint NOT NULL DEFAULT nextval('cloud_upload_log_ids'),
  timestamp timestamp NOT NULL,
  user_id text NOT NULL,
  service text NOT NULL,
  bytes_uploaded bigint NOT NULL CHECK (bytes_uploaded >= 0)
);
