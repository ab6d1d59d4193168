"""The console in a real browser, on the real platform: what a person can do with it, by mouse and by keyboard alone.

`platform.py` starts the platform and fills it, `platform.ts` has it started once for all tests, `browser.ts` is the
browser. A screen has a file of tests; `make test-console` runs them, and pictures of the screens are left in
controlplane/console/pictures.
"""
