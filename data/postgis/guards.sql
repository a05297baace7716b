-- What holds in the database whoever writes, and with whatever program.

create or replace function strikeatlas.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% is only ever added to, and % is refused', tg_table_name, lower(tg_op)
    using errcode = 'SA001', hint = 'Add a judgement, or a newer reading: what was there stays.';
end $$;

-- One judgement after another: whoever adds holds the lock until the transaction ends.
create or replace function strikeatlas.hold_chain() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  last_line bigint;
  last_hash text;
  said jsonb;
begin
  perform pg_advisory_xact_lock(5917, 1);
  select line, hash into last_line, last_hash from strikeatlas.judgements order by line desc limit 1;
  said := new.content::jsonb;
  if new.prev is distinct from coalesce(last_hash, repeat('0', 64)) then
    raise exception 'the judgement does not follow the last one' using errcode = 'SA002';
  end if;
  if new.hash is distinct from encode(sha256(convert_to(new.content, 'UTF8')), 'hex')
     or new.judgement_id is distinct from left(new.hash, 16) then
    raise exception 'the hash of the judgement is not that of its content' using errcode = 'SA002';
  end if;
  if (said - 'decision') is distinct from jsonb_build_object(
       'kind', new.kind, 'subjects', new.subjects, 'seen', new.seen, 'alias', new.alias, 'made_at', new.made_at,
       'why', new.why, 'supersedes', new.supersedes, 'prev', new.prev)
     or nullif(said -> 'decision', 'null') is distinct from nullif(new.decision::jsonb, 'null') then
    raise exception 'the columns of the judgement are not its content' using errcode = 'SA002';
  end if;
  new.line := coalesce(last_line, 0) + 1;
  return new;
end $$;

-- Only who owns the tables can take these off, and the chain shows it if the log was changed without them.
create or replace trigger only_added before update or delete or truncate on strikeatlas.claims
  for each statement execute function strikeatlas.refuse_change();
create or replace trigger only_added before update or delete or truncate on strikeatlas.readings
  for each statement execute function strikeatlas.refuse_change();
create or replace trigger only_added before update or delete or truncate on strikeatlas.figures
  for each statement execute function strikeatlas.refuse_change();
create or replace trigger only_added before update or delete or truncate on strikeatlas.sources
  for each statement execute function strikeatlas.refuse_change();
create or replace trigger only_added before update or delete or truncate on strikeatlas.judgements
  for each statement execute function strikeatlas.refuse_change();
create or replace trigger chain before insert on strikeatlas.judgements
  for each row execute function strikeatlas.hold_chain();

alter table strikeatlas.claims enable always trigger only_added;
alter table strikeatlas.readings enable always trigger only_added;
alter table strikeatlas.figures enable always trigger only_added;
alter table strikeatlas.sources enable always trigger only_added;
alter table strikeatlas.judgements enable always trigger only_added;
alter table strikeatlas.judgements enable always trigger chain;

revoke all on schema strikeatlas, strikeatlas_runs from public;
revoke all on all tables in schema strikeatlas, strikeatlas_runs from public, strikeatlas_reader, strikeatlas_writer;
revoke all on all functions in schema strikeatlas from public;
grant usage on schema strikeatlas, strikeatlas_runs to strikeatlas_reader;
grant select on all tables in schema strikeatlas, strikeatlas_runs to strikeatlas_reader;
