// Package export writes the public website and the public API as files that any
// web server can hold. It asks the very handlers that answer readers and keeps
// what they say, so it can contain nothing that the public could not read.
//
// Pages. A page becomes index.html in a directory named like its address, a feed
// or picture the file of its address. A query becomes a part of the path after
// "/-/", which no slug can be: /en/approaches?area=work&page=2 is kept as
// /en/approaches/-/area/work/page/2/index.html, and links lead there. Of the
// filters each choice alone is kept; a script puts several of them together out
// of those pages, and without it they are links.
//
// Documents. /api/v1/cities?locale=pl is kept as api/v1/pl/cities/index.json, the
// pages after it as page-2.json and so on, to which page.next leads;
// /api/v1/cities/neapol?locale=pl as api/v1/pl/cities/neapol.json; the map as
// api/v1/pl/cities.geojson; the change feed as api/v1/changes/SEQ.json, where SEQ
// is what since= would say.
//
// Every file appears whole, by renaming, and only if its bytes are new, so that
// an export may be repeated over a directory that a web server is serving.
package export
