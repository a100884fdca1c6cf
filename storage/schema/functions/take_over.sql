-- SPDX-License-Identifier: Apache-2.0
-- Raises the epoch if it still is the expected one; either way tells the present head.
-- Waits for an append in flight, because both update the one row; the caller sets lock_timeout.
CREATE FUNCTION muniment_template.take_over(
  p_expected_epoch bigint,
  OUT raised boolean, OUT head_epoch bigint, OUT head_position bigint, OUT head_frontier bytea
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, muniment_template, pg_temp
AS $take_over$
BEGIN
  IF p_expected_epoch IS NULL THEN
    RAISE EXCEPTION 'take_over takes no NULL' USING ERRCODE = 'null_value_not_allowed';
  END IF;
  UPDATE head h SET epoch = h.epoch + 1 WHERE h.epoch = p_expected_epoch
  RETURNING h.epoch, h.position, h.frontier INTO head_epoch, head_position, head_frontier;
  raised := FOUND;
  IF NOT raised THEN
    SELECT h.epoch, h.position, h.frontier INTO STRICT head_epoch, head_position, head_frontier FROM head h;
  END IF;
END
$take_over$
