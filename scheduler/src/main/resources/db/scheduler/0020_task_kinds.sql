-- retry_shape: how delays grow and scatter, a document; NULL for the same delay each time. gates: words of what is asked
-- before the task may go on. orders: what beside the parameters was rendered for an attempt, a document.

ALTER TABLE task ADD COLUMN retry_shape TEXT;
ALTER TABLE task ADD COLUMN gates TEXT NOT NULL DEFAULT '[]';
ALTER TABLE attempt ADD COLUMN orders TEXT;
