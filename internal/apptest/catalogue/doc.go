// Where the checks are that stand elsewhere, because they came with what they
// check:
//
//	S-17  internal/app TestReadersSeeWholePublications: no answer mixes two releases
//	S-14  internal/app TestPublicationIsVisibleEverywhere: how soon, also after lost notifications
//	S-21  internal/app TestEveryRouteForEverybody: the matrix of routes and roles
//	S-26  internal/app TestATranslatorChangesNothingInAForeignLanguage
//	S-18  internal/site TestPreviewsDieWithTheRightOfTheirMaker and its neighbours
//
// To add one: a function that takes a House and asks Questions, and a line in a
// test that calls House.Check with its number. Ask asserts the five things itself.

package catalogue
