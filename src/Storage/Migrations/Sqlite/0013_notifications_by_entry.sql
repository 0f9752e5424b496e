-- An entry that is pruned is looked up among the notifications, for none may be left without it.
CREATE INDEX notifications_by_entry ON notifications (partnership, entry);
