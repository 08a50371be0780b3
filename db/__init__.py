"""The Peewee model of the floor and nothing above it."""
