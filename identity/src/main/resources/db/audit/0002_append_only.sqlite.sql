-- The database itself refuses a change, and a deletion of what is younger than seven days.
CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry WHEN OLD.at > (CAST(strftime('%s', 'now') AS INTEGER) - 604800) * 1000000 BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
