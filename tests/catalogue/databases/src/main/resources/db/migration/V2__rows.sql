insert into cup values (1, 'mug', timestamp '2026-01-02 03:04:05'), (2, 'tea', null);
