package api

import (
	"net/http"
	"slices"

	"movingcities/internal/published"
	"movingcities/internal/search"
)

const (
	get   = http.MethodGet
	post  = http.MethodPost
	put   = http.MethodPut
	patch = http.MethodPatch
	del   = http.MethodDelete

	base     = "/api/desk"
	person   = base + "/people/{id}"
	entry    = base + "/entries/{id}"
	document = entry + "/documents/{locale}"
	release  = base + "/releases/{id}"
)

// table is the table of contents: every address of this server, who may call
// it, and what answers. The router, the OpenAPI document and the test of the
// rights all come from it.
func (s *Server) table() []Route {
	return slices.Concat(
		tag("Public", s.publicTable()),
		tag("Session", s.sessionTable()),
		tag("People", s.peopleTable()),
		tag("Entries", s.entryTable()),
		tag("Documents", s.documentTable()),
		tag("Translating", s.benchTable()),
		tag("Releases", s.releaseTable()),
		tag("Desk", s.deskTable()),
		tag("Previews", s.previewTable()),
		tag("Files", s.fileTable()),
		tag("Machine translation", s.machineTable()),
	)
}

func (s *Server) publicTable() []Route {
	routes := []Route{
		publicRoute[changesRequest, published.Feed]("/api/v1/changes", "listChanges", "What was published and taken down since a change", s.changes),
		publicRoute[none, LocaleList]("/api/v1/locales", "listLocales", "The languages of this server", s.locales),
		publicRoute[none, CountryList]("/api/v1/countries", "listCountries", "The countries that content may name, in every language", s.countries),
		publicRoute[none, TypeList]("/api/v1/types", "listTypes", "The content types and their fields", s.types),
		publicRoute[resolveRequest, published.Address]("/api/v1/resolve", "resolvePath", "Where a page of the earlier site is now", s.resolve),
		publicRoute[searchRequest, search.Result]("/api/v1/search", "search", "Find entries by words", s.search),
		publicRoute[none, map[string]any]("/api/v1/openapi.json", "getOpenAPI", "This API as an OpenAPI 3.1 document", s.describeAPI),
	}
	for _, t := range s.Model.Public() {
		routes = append(routes, s.typeRoutes(t)...)
	}
	return routes
}

func (s *Server) sessionTable() []Route {
	return []Route{
		operation(post, base+"/session", "signIn", "Sign in", s.signIn).needs(SignIn).recordsItself(),
		operation(get, base+"/session", "getSession", "Who is signed in", s.getSession).needs(Session),
		operation(del, base+"/session", "signOut", "Sign out", s.signOut).needs(Session),
		operation(post, base+"/links/read", "readLink", "Whom a one-time link is for", s.readLink).needs(SignIn),
		operation(post, base+"/links/accept", "acceptLink", "Set a password with a one-time link", s.acceptLink).needs(SignIn).recordsItself(),
		operation(get, base+"/me", "getMe", "One's own account", s.getMe).needs(Session),
		operation(patch, base+"/me", "changeMe", "Change one's own name or interface language", s.changeMe).needs(Session),
		operation(put, base+"/me/password", "changePassword", "Change one's own password", s.changePassword).needs(Session).recordsItself(),
		operation(get, base+"/tokens", "listTokens", "One's own tokens", s.listTokens).needs(Session),
		operation(post, base+"/tokens", "createToken", "Make a personal token; its secret is shown once", s.createToken).needs(Session).created(),
		operation(del, base+"/tokens/{id}", "revokeToken", "End a token for good", s.revokeToken).needs(Session),
	}
}

func (s *Server) peopleTable() []Route {
	return []Route{
		operation(get, base+"/types", "listDeskTypes", "The content types and their fields, those that are never public too", s.listDeskTypes),
		operation(get, base+"/colleagues", "listColleagues", "Those who work here", s.listColleagues),
		operation(get, base+"/roles", "listRoles", "The roles that can be granted", s.listRoles),
		operation(get, base+"/people", "listPeople", "Everybody with an account", s.listPeople),
		operation(post, base+"/people", "createPerson", "Make an account and an invitation", s.createPerson).created(),
		operation(get, person, "getPerson", "An account", s.getPerson),
		operation(patch, person, "changePerson", "Change an account", s.changePerson),
		operation(post, person+"/disable", "disablePerson", "Shut a person out at once", s.disablePerson),
		operation(post, person+"/enable", "enablePerson", "Let a disabled person in again", s.enablePerson),
		operation(post, person+"/links", "createLink", "Make a new invitation or reset link", s.createLink).created(),
		operation(del, person+"/sessions", "endSessions", "Sign a person out everywhere", s.endSessions),
		operation(get, person+"/tokens", "listTokensOfPerson", "A person's tokens", s.listTokensOf).needs(Session),
		operation(post, person+"/grants", "addGrant", "Give a role", s.addGrant),
		operation(del, person+"/grants/{grant}", "revokeGrant", "Take a role away", s.revokeGrant),
		operation(get, base+"/audit", "listAudit", "Sign-ins, refusals and acts on people, newest first", s.listAudit),
	}
}

func (s *Server) entryTable() []Route {
	return []Route{
		operation(get, base+"/entries", "listEntries", "Entries with the state of all their documents", s.listEntries),
		operation(post, base+"/entries", "createEntry", "Create an entry", s.createEntry).created(),
		operation(get, entry, "getEntry", "An entry with the state of its documents", s.getEntry),
		operation(post, entry+"/archive", "archiveEntry", "Take an entry out of work and off the public side", s.archiveEntry),
		operation(post, entry+"/unarchive", "unarchiveEntry", "Bring an archived entry back to work", s.unarchiveEntry),
		operation(get, base+"/search", "searchDesk", "Find entries by the words of their working copies", s.searchDesk),
		operation(get, base+"/queues/{locale}", "getQueue", "The documents of a language that wait for somebody", s.getQueue),
		operation(get, base+"/queues/{locale}/next", "getNext", "What to go on with in a language", s.getNext),
		operation(get, base+"/statistics", "getStatistics", "How far each language is", s.getStatistics),
		operation(post, base+"/bulk/{verb}", "doBulk", "Assign, submit, … many documents, each with a result of its own", s.doBulk),
	}
}

func (s *Server) documentTable() []Route {
	return []Route{
		operation(get, document, "getDocument", "A document with its working text", s.getDocument),
		operation(put, document, "saveDocument", "Save the whole text of a document", s.saveDocument),
		operation(post, document+"/{verb}", "doVerb", "Submit, approve, publish, … a document", s.doVerb),
		operation(get, document+"/segments", "getSegments", "A translation beside its source", s.getSegments),
		operation(put, document+"/segments", "saveSegments", "Save segments of a translation", s.saveSegments),
		operation(post, document+"/segments/{action}", "markSegments", "Confirm segments, declare them still right, or undo that", s.markSegments),
		operation(get, document+"/revisions", "listRevisions", "The revisions of a document", s.listRevisions),
		operation(get, document+"/revisions/{revision}", "getRevision", "A revision with its text", s.getRevision),
		operation(get, document+"/diff", "getDiff", "What changed between two revisions", s.getDiff),
		operation(get, document+"/changes", "listSourceChanges", "What approvals did to the sentences of a text", s.listSourceChanges),
		operation(get, document+"/impact", "getImpact", "What approving a text would ask of the translators", s.getImpact),
		operation(put, document+"/snooze", "snoozeDocument", "Put a document off, in one's own queue", s.snoozeDocument),
		operation(get, document+"/history", "listHistory", "What was done to a document", s.listHistory),
	}
}

func (s *Server) releaseTable() []Route {
	return []Route{
		operation(get, base+"/releases", "listReleases", "The newest releases", s.listReleases),
		operation(post, base+"/releases", "createRelease", "Prepare a release", s.createRelease).created(),
		operation(get, release, "getRelease", "A release with its items", s.getRelease),
		operation(post, release+"/items", "changeRelease", "Add, replace and remove items", s.changeRelease),
		operation(post, release+"/publish", "publishRelease", "Put all items into effect at once", s.publishRelease),
	}
}

func tag(name string, routes []Route) []Route {
	for i := range routes {
		routes[i].Tag = name
	}
	return routes
}

// needs says what credential the route asks for. Nothing that anybody can send
// without being known is repeatable by key: keys belong to users.
func (r Route) needs(c Credential) Route {
	r.Credential = c
	if c == SignIn {
		r.Idempotent = false
	}
	return r
}

func (r Route) created() Route {
	r.Status = http.StatusCreated
	return r
}

// recordsItself marks a route whose refusals the package below records.
func (r Route) recordsItself() Route {
	r.recorded = true
	return r
}
