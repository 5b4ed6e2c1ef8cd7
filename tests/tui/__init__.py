"""Tests of the app, driven by real keys."""
