package api

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"reflect"

	"movingcities/internal/exchange"
	"movingcities/internal/transfer"
)

func (s *Server) fileTable() []Route {
	const files = base + "/exchange"
	return []Route{
		download(document+"/exchange", "exportDocument", "A translation as a file", s.exportDocument, transfer.TypeXLIFF, transfer.TypeXLSX),
		operation(post, document+"/exchange", "importDocument", "Bring a translated file in, or say what that would change", s.importDocument).
			takesFile(transfer.TypeXLIFF, transfer.TypeXLSX, transfer.TypeXML),
		download(files+"/documents", "exportDocuments", "Many translations as files in a zip archive", s.exportDocuments, transfer.TypeZIP),
		download(files+"/memory", "exportMemory", "The translation memory of two languages as TMX", s.exportMemory, transfer.TypeTMX),
		operation(post, files+"/memory", "importMemory", "Bring a TMX file into the translation memory", s.importMemory).
			takesFile(transfer.TypeTMX, transfer.TypeXML),
		download(files+"/glossary", "exportGlossary", "The glossary as a file", s.exportGlossary, transfer.TypeTBX, transfer.TypeCSV),
		operation(post, files+"/glossary", "importGlossary", "Bring terms in, as proposals or directly", s.importGlossary).
			takesFile(transfer.TypeTBX, transfer.TypeCSV, transfer.TypeXML),
	}
}

// takesFile makes the body of a route a file instead of JSON.
func (r Route) takesFile(types ...string) Route {
	r.accepts, r.BodyLimit = types, exchange.MaxBytes
	return r
}

// download makes a route whose answer is a file. A failure after the first byte
// breaks the connection: half a file must not look like a whole one.
func download[Req any](path, id, summary string, handler func(context.Context, *call, *Req) (*transfer.Download, error), types ...string) Route {
	route := newRoute[Req](http.MethodGet, path, id, summary)
	route.answer, route.sends = reflect.Type(nil), types
	route.serve = func(s *Server, x *call, in request) error {
		var req Req
		if err := s.binder.bind(in, &req); err != nil {
			return err
		}
		file, err := handler(x.r.Context(), x, &req)
		if err != nil {
			return err
		}
		x.w.Header().Set("Content-Type", file.Type)
		x.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
		x.w.WriteHeader(http.StatusOK)
		if err := file.Write(x.r.Context(), x.w); err != nil {
			s.Log.WarnContext(x.r.Context(), "a download broke off", "request_id", x.requestID, "error", fmt.Sprint(err))
			panic(http.ErrAbortHandler)
		}
		return nil
	}
	return route
}

type exportDocumentRequest struct {
	documentPath
	Format string `query:"format" validate:"omitempty,oneof=xliff xlsx" description:"xliff if left out."`
}

func (s *Server) exportDocument(ctx context.Context, x *call, in *exportDocumentRequest) (*transfer.Download, error) {
	return s.Courier.Document(ctx, x.actor(), in.ref(), formatOf(in.Format))
}

func formatOf(name string) transfer.Format {
	if name == "" {
		return transfer.XLIFF
	}
	return transfer.Format(name)
}

type importDocumentRequest struct {
	documentPath
	DryRun bool   `query:"dry_run" description:"Say what would change, and change nothing."`
	Body   []byte `body:"file"`
}

func (s *Server) importDocument(ctx context.Context, x *call, in *importDocumentRequest) (*transfer.ImportReport, error) {
	return s.Courier.Import(ctx, x.by(), in.ref(), in.Body, in.DryRun)
}

type exportDocumentsRequest struct {
	Locale  string   `query:"locale" format:"locale" validate:"required"`
	Source  string   `query:"source" format:"locale" description:"The locale they are translated from; any if left out."`
	Type    string   `query:"type" validate:"max=100"`
	Entries []string `query:"entry" validate:"max=150,dive,uuid" description:"All if left out; may be repeated."`
	Only    string   `query:"only" validate:"omitempty,oneof=stale missing todo" description:"With changed sources, with empty segments, or with either."`
	Format  string   `query:"format" validate:"omitempty,oneof=xliff xlsx" description:"xliff if left out."`
}

func (s *Server) exportDocuments(ctx context.Context, x *call, in *exportDocumentsRequest) (*transfer.Download, error) {
	return s.Courier.Documents(ctx, x.actor(), transfer.Selection{
		Locale: in.Locale, Source: in.Source, Type: in.Type, Entries: in.Entries, Only: in.Only,
	}, formatOf(in.Format))
}

type pairRequest struct {
	Source string `query:"source" format:"locale" validate:"required"`
	Locale string `query:"locale" format:"locale" validate:"required" description:"The language of the translations."`
}

func (in pairRequest) pair() transfer.Pair {
	return transfer.Pair{Source: in.Source, Target: in.Locale}
}

func (s *Server) exportMemory(ctx context.Context, x *call, in *pairRequest) (*transfer.Download, error) {
	return s.Courier.Memory(ctx, x.actor(), in.pair())
}

type importMemoryRequest struct {
	pairRequest
	DryRun bool   `query:"dry_run"`
	Body   []byte `body:"file"`
}

func (s *Server) importMemory(ctx context.Context, x *call, in *importMemoryRequest) (*transfer.MemoryReport, error) {
	return s.Courier.ImportMemory(ctx, x.by(), in.pair(), in.Body, in.DryRun)
}

type exportGlossaryRequest struct {
	Format string `query:"format" validate:"required,oneof=tbx csv"`
}

func (s *Server) exportGlossary(ctx context.Context, x *call, in *exportGlossaryRequest) (*transfer.Download, error) {
	return s.Courier.Terms(ctx, x.actor(), in.Format)
}

type importGlossaryRequest struct {
	Direct bool   `query:"direct" description:"Terms count at once instead of waiting for approval; for editors."`
	DryRun bool   `query:"dry_run"`
	Body   []byte `body:"file"`
}

func (s *Server) importGlossary(ctx context.Context, x *call, in *importGlossaryRequest) (*transfer.GlossaryReport, error) {
	return s.Courier.ImportTerms(ctx, x.by(), in.Body, in.Direct, in.DryRun)
}
