-- The newest epoch that has written: one row.
CREATE TABLE newest_epoch (epoch bigint NOT NULL);
INSERT INTO newest_epoch VALUES (0);

-- The first statement of every transaction that writes.
CREATE FUNCTION fence(mine bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- The first write of an epoch ends all older ones. It waits for those that are being committed.
  UPDATE newest_epoch SET epoch = mine WHERE epoch < mine;
  -- Until this transaction ends nobody can begin a newer one. Those of the same epoch do not wait for each other.
  PERFORM FROM newest_epoch WHERE epoch = mine FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'epoch % is over: another leads', mine;
  END IF;
END $$;

-- One that is frozen between the two must not keep the next leader waiting.
ALTER DATABASE postgres SET idle_in_transaction_session_timeout = '2s';

CREATE TABLE ledger (
  entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  epoch bigint NOT NULL,
  writer text NOT NULL
);

-- The same without fence, to see what that is for.
CREATE TABLE unprotected (LIKE ledger INCLUDING ALL);
