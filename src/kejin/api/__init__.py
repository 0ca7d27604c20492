"""The REST door: acts, readings and computations over HTTP, described by one OpenAPI document.

problems     errors as `application/problem+json`
asking       from a token to who asks
serving      the application of django-ninja, and what happens around each request
acting       an operation for each act
reading      lists with cursors, and single objects
computing    contracts and shared losses, worked out and not recorded
uploading    tables from files
describing   the OpenAPI document: words, examples, errors
showing      the page of the documentation
"""
