"""Files that people send: what is taken, how it is made harmless, where it is kept.

Knows neither models nor requests. Whatever opens a stranger's file does so in `confined`.
"""
