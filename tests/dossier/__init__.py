"""Tests of records: loading, finding, checking, editing and saving them."""
