"""`make bench`: every measurement that docs and decisions quote, one after the other, alone."""

from bench import requests, start

for measurement in (start, requests):
    print(measurement.__doc__)
    measurement.main()
    print()
