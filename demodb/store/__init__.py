"""The store: tables, engine, schema, and the reads and writes by subject. The only home of SQL."""
