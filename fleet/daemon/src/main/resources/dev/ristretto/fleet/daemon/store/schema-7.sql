DROP TRIGGER event_is_not_deleted;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event WHEN OLD.sequence > (SELECT MAX(sequence) FROM event) - 500000 BEGIN SELECT RAISE(ABORT, 'the newest events stay'); END;
CREATE TRIGGER event_is_bounded AFTER INSERT ON event WHEN NEW.sequence % 1000 = 0 BEGIN DELETE FROM event WHERE sequence <= NEW.sequence - 500000; END;
DROP TRIGGER audit_is_not_deleted;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit WHEN OLD.sequence > (SELECT MAX(sequence) FROM audit) - 500000 BEGIN SELECT RAISE(ABORT, 'the newest entries of the audit log stay'); END;
CREATE TRIGGER audit_is_bounded AFTER INSERT ON audit WHEN NEW.sequence % 1000 = 0 BEGIN DELETE FROM audit WHERE sequence <= NEW.sequence - 500000; END;
CREATE TRIGGER kept_answer_is_bounded AFTER INSERT ON kept_answer BEGIN DELETE FROM kept_answer WHERE rowid <= NEW.rowid - 5000; END;
