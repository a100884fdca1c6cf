-- SPDX-License-Identifier: Apache-2.0
-- The one statement that writes a journal: 0 when the caller's head is not the present one, else 1.
-- f_ facts, t_ traffic, tl_ tiles, co_ claims out, ci_ claims in, kw_ keys written, kd_ keys deleted,
-- i_ idempotency: arrays of one length each. Static SQL, so that each statement is planned once.
CREATE FUNCTION muniment_template.append(
  p_epoch bigint, p_position bigint, p_frontier bytea,
  f_position bigint[], f_recorded_at timestamptz[], f_version integer[], f_category smallint[], f_type smallint[],
  f_stream uuid[], f_actor uuid[], f_command uuid[], f_body bytea[],
  t_position bigint[], t_recorded_at timestamptz[], t_version integer[], t_category smallint[], t_type smallint[],
  t_stream uuid[], t_actor uuid[], t_command uuid[], t_body bytea[],
  tl_level smallint[], tl_index bigint[], tl_half smallint[], tl_hashes bytea[],
  co_kind smallint[], co_digest bytea[],
  ci_kind smallint[], ci_digest bytea[], ci_stream uuid[],
  kw_kind smallint[], kw_bucket smallint[], kw_id uuid[], kw_wrapped bytea[],
  kd_kind smallint[], kd_bucket smallint[], kd_id uuid[],
  i_digest bytea[], i_fingerprint bytea[], i_position bigint[], i_outcome bytea[], i_expires_at timestamptz[]
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, muniment_template, pg_temp
AS $append$
BEGIN
  -- The cardinality of NULL is NULL: unchecked, a NULL array would be passed over in silence.
  IF num_nulls(
      p_epoch, p_position, p_frontier,
      f_position, f_recorded_at, f_version, f_category, f_type, f_stream, f_actor, f_command, f_body,
      t_position, t_recorded_at, t_version, t_category, t_type, t_stream, t_actor, t_command, t_body,
      tl_level, tl_index, tl_half, tl_hashes, co_kind, co_digest, ci_kind, ci_digest, ci_stream,
      kw_kind, kw_bucket, kw_id, kw_wrapped, kd_kind, kd_bucket, kd_id,
      i_digest, i_fingerprint, i_position, i_outcome, i_expires_at) > 0 THEN
    RAISE EXCEPTION 'append takes no NULL' USING ERRCODE = 'null_value_not_allowed';
  END IF;

  UPDATE head
     SET position = p_position + cardinality(f_position) + cardinality(t_position), frontier = p_frontier
   WHERE epoch = p_epoch AND position = p_position;
  IF NOT FOUND THEN
    RETURN 0;
  END IF;

  IF cardinality(f_position) > 0 THEN
    INSERT INTO events (position, recorded_at, version, category, type, stream, actor, command, body)
    SELECT * FROM unnest(f_position, f_recorded_at, f_version, f_category, f_type, f_stream, f_actor, f_command, f_body);
  END IF;
  IF cardinality(t_position) > 0 THEN
    INSERT INTO traffic (position, recorded_at, version, category, type, stream, actor, command, body)
    SELECT * FROM unnest(t_position, t_recorded_at, t_version, t_category, t_type, t_stream, t_actor, t_command, t_body);
  END IF;
  IF cardinality(tl_level) > 0 THEN
    INSERT INTO tiles (level, index, half, hashes) SELECT * FROM unnest(tl_level, tl_index, tl_half, tl_hashes);
  END IF;

  -- Out before in: one part may hand a value from one stream to another.
  IF cardinality(co_kind) > 0 THEN
    DELETE FROM claims c USING unnest(co_kind, co_digest) AS o (kind, digest)
     WHERE c.kind = o.kind AND c.digest = o.digest;
  END IF;
  IF cardinality(ci_kind) > 0 THEN
    INSERT INTO claims (kind, digest, stream) SELECT * FROM unnest(ci_kind, ci_digest, ci_stream);
  END IF;

  -- Written before deleted: within one part an erasure wins.
  IF cardinality(kw_kind) > 0 THEN
    INSERT INTO keys (kind, bucket, id, wrapped) SELECT * FROM unnest(kw_kind, kw_bucket, kw_id, kw_wrapped)
    ON CONFLICT (kind, bucket, id) DO UPDATE SET wrapped = excluded.wrapped;
  END IF;
  IF cardinality(kd_kind) > 0 THEN
    DELETE FROM keys k USING unnest(kd_kind, kd_bucket, kd_id) AS d (kind, bucket, id)
     WHERE k.kind = d.kind AND k.bucket = d.bucket AND k.id = d.id;
  END IF;

  -- An expired key is a new one; the sweep may not have come by yet.
  IF cardinality(i_digest) > 0 THEN
    DELETE FROM idempotency e
     WHERE e.digest = ANY (i_digest) AND e.expires_at <= transaction_timestamp();
    INSERT INTO idempotency (digest, fingerprint, position, outcome, expires_at)
    SELECT * FROM unnest(i_digest, i_fingerprint, i_position, i_outcome, i_expires_at);
  END IF;
  RETURN 1;
END
$append$
