"""Tests, laid out like generator/; README.md says where to find the test for something."""
