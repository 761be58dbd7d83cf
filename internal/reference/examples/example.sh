# Three cities by name, in Greek where there is a Greek text.
curl -sSfg 'http://127.0.0.1:8080/api/v1/cities?locale=el&fields=name,tagline&page[size]=3'

# The same question again costs next to nothing: 304 as long as nothing was published.
etag=$(curl -sSfgo /dev/null -w '%header{etag}' 'http://127.0.0.1:8080/api/v1/cities?locale=el&fields=name')
curl -sSfgo /dev/null -w '%{http_code}\n' -H "If-None-Match: $etag" 'http://127.0.0.1:8080/api/v1/cities?locale=el&fields=name'
