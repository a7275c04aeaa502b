"""`make bench`: every measurement that docs and decisions quote, one after the other, alone."""

from bench import requests, start, thread

for measurement in (start, requests, thread):
    print(measurement.__doc__)
    measurement.main()
    print()
