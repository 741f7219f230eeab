"""Database: engine, tables, unit of work, migrations. Service runtime (3.11).

Every service package but the floor may import it; it knows none of them.
"""
