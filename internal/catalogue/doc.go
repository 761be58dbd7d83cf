// Package catalogue keeps the public lists in memory: what pages list, map and
// navigate by, and the features of maps. A list is read whole once and then
// brought from one publication to the next by reading only what the change feed
// says was touched, so that what the first answer after a publication costs does
// not grow with the number of entries. Lists are never changed, only replaced:
// an answer is made from those of the very publication that its snapshot shows.
package catalogue
